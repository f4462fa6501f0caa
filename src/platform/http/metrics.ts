import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Counters } from '#lib/counters.ts'
import { version } from '#lib/version.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** A metric of a feature: one number, or one for each value of a label. */
export interface Figure {
  name: string
  help: string
  label?: string
}

/** Reads all metrics of a feature at once when they are scraped: a number, or one for each value of the label. */
export interface Figures {
  known: Figure[]
  read(): Promise<Record<string, number | Record<string, number>>>
}

export function createMetrics(figures: Figures[] = [], counters?: Counters) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'supportme_info',
    help: 'Always 1; its label is the version that runs',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1)
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  for (const figure of figures) addFigures(registry, figure)
  if (counters) addCounters(registry, counters)
  return {
    registry,
    observe: (method: string, route: string, status: number, seconds: number) =>
      requests.labels(method, route, String(status)).observe(seconds),
  }
}

function addCounters(registry: Registry, counters: Counters): void {
  for (const { name, help, label } of counters.all()) {
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        this.reset()
        const counts = counters.all().find((one) => one.name === name)?.counts ?? []
        for (const [value, count] of counts) this.inc({ [label]: value }, count)
      },
    })
  }
}

function addFigures(registry: Registry, figures: Figures): void {
  let reading: ReturnType<Figures['read']> | undefined
  // All are scraped at the same moment and share one read.
  const read = () => {
    reading ??= figures.read().finally(() => {
      reading = undefined
    })
    return reading
  }
  for (const { name, help, label } of figures.known) {
    new Gauge({
      name,
      help,
      labelNames: label ? [label] : [],
      registers: [registry],
      async collect() {
        this.reset()
        // While the database is down the process's own metrics matter most.
        const value = (await read().catch(() => undefined))?.[name]
        if (typeof value === 'number') this.set(value)
        // No value is reported for an unknown number: 0 would be wrong.
        else if (!label) this.remove()
        else for (const [key, one] of Object.entries(value ?? {})) this.set({ [label]: key }, one)
      },
    })
  }
}
