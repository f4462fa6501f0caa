import type { Figures } from './load.ts'

export interface Row {
  size: number
  name: string
  label: string
  isPage: boolean
  connections: number
  real: Figures
  bare: Figures
  finished: Figures | null
}

export interface Bar {
  what: string
  met: boolean
}

const ratio = ({ real, bare }: Row) => real.rate / bare.rate
const ratioByProcessor = ({ real, bare }: Row) => bare.processorTime / real.processorTime
const whole = (value: number) => Math.round(value).toLocaleString('en')

export function printTable(rows: Row[]): void {
  const head = [
    'tickets',
    'what',
    'conn.',
    'req/s',
    'p50 ms',
    'p99 ms',
    'bare req/s',
    'ratio',
    'of finished',
    'CPU ms',
    'bare CPU ms',
    'CPU ratio',
  ]
  const lines = rows.map((row) => [
    whole(row.size),
    row.label,
    String(row.connections),
    whole(row.real.rate),
    row.real.percentile(0.5).toFixed(2),
    row.real.percentile(0.99).toFixed(2),
    whole(row.bare.rate),
    ratio(row).toFixed(2),
    row.finished ? (row.real.rate / row.finished.rate).toFixed(2) : '',
    row.real.processorTime.toFixed(2),
    row.bare.processorTime.toFixed(2),
    ratioByProcessor(row).toFixed(2),
  ])
  const widths = head.map((_, n) => Math.max(...[head, ...lines].map((line) => (line[n] ?? '').length)))
  const print = (line: string[]) => {
    const cells = line.map((cell, n) => (n === 1 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
    process.stdout.write(`${cells.join('  ')}\n`)
  }
  print(head)
  print(widths.map((width) => '─'.repeat(width)))
  for (const line of lines) print(line)
}

export function printBars(bars: Bar[]): void {
  process.stdout.write('\n')
  for (const { what, met } of bars) process.stdout.write(`${met ? 'met   ' : 'MISSED'}  ${what}\n`)
}

export function barsOf(rows: Row[]): Bar[] {
  return [...halfOfBare(rows), ...sameAtAnySize(rows)]
}

function halfOfBare(rows: Row[]): Bar[] {
  return rows
    .filter(({ isPage, connections }) => isPage && connections === 16)
    .map((row) => ({
      what: `${row.label}, ${whole(row.size)} tickets: ${ratio(row).toFixed(2)} of its bare twin's requests a second (at least ${leastOf(row).toFixed(2)}; by processor time ${ratioByProcessor(row).toFixed(2)})`,
      met: ratio(row) >= leastOf(row),
    }))
}

const leastOf = ({ name }: Row) => (name === 'search' ? 0.4 : 0.5)

const mostGrowth = 1.5

function sameAtAnySize(rows: Row[]): Bar[] {
  const smallest = Math.min(...rows.map(({ size }) => size))
  const largest = Math.max(...rows.map(({ size }) => size))
  if (smallest === largest) return []
  return rows
    .filter(({ size }) => size === largest)
    .map((row) => {
      const small = rows.find(
        ({ name, connections, size }) => size === smallest && name === row.name && connections === row.connections,
      )
      const growth = row.real.percentile(0.5) / (small?.real.percentile(0.5) ?? Number.NaN)
      const byProcessor = row.real.processorTime / (small?.real.processorTime ?? Number.NaN)
      const where = `${row.label}, ${row.connections} connection${row.connections === 1 ? '' : 's'}`
      const what = `${where}: the median at ${whole(largest)} is ${growth.toFixed(2)} of that at ${whole(smallest)} (at most ${mostGrowth}; by processor time ${byProcessor.toFixed(2)})`
      return { what, met: growth <= mostGrowth }
    })
}
