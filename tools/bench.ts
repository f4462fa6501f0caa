// Measures the desk at three sizes, each page against a bare twin. The parts are in tools/bench/.
import { Child } from './bench/child.ts'
import { memoryBar, startBars, statementBars } from './bench/costs.ts'
import { measureEvents } from './bench/events.ts'
import { extraBars, loginBar } from './bench/extras.ts'
import { Fills } from './bench/fills.ts'
import { Figures, measure } from './bench/load.ts'
import { type Options, readOptions } from './bench/options.ts'
import { measurePasses } from './bench/passes.ts'
import { type Bar, barsOf, printBars, printTable, type Row } from './bench/report.ts'
import { measureStalls } from './bench/stall.ts'
import { captureTwins, findTargets, type Target } from './bench/targets.ts'

interface Desk {
  size: number
  server: Child
  targets: Target[]
}

const rounds = 4
const connectionCounts = [1, 16]
/** Seconds until hot code has been compiled. */
const warmUp = 0.7

async function main(options: Options): Promise<boolean> {
  if (options.events) return measureEvents(options)
  if (options.passes) return measurePasses(options)
  if (options.stall) return measureStalls(options)
  const fills = new Fills(options.server)
  const desks: Desk[] = []
  try {
    const databases: [size: number, address: string][] = []
    for (const size of options.sizes) databases.push([size, await fills.copyOf(size)])
    const bars: Bar[] = []
    for (const [size, database] of databases) bars.push(...(await statementBars(database, size)))
    const [largest, its] = databases.at(-1) as [number, string]
    bars.push(...(await startBars(its, largest)), await memoryBar(its, largest, options.seconds))
    for (const [size, database] of databases) desks.push(await open(size, database, options.only))
    if (options.only.length === 0)
      bars.push(...(await extraBars(its, largest)), await loginBar(its, largest, options.seconds))
    const rows = await measureAll(desks, options.seconds)
    printTable(rows)
    bars.unshift(...barsOf(rows))
    printBars(bars)
    return bars.every(({ met }) => met)
  } finally {
    for (const { server } of desks) await server.stop()
    for (const size of options.sizes) await fills.drop(size)
    await fills.close()
  }
}

async function open(size: number, database: string, only: string[]): Promise<Desk> {
  const server = await Child.start('tools/bench/server.ts', database)
  try {
    await server.answers('/healthz')
    const all = await findTargets(server.url, size)
    const targets = all.filter(({ name }) => only.length === 0 || only.includes(name))
    await captureTwins(server.url, targets)
    for (const { real, bare, finished } of targets) {
      await measure(server, real, 16, warmUp, new Figures())
      await measure(server, bare, 16, warmUp, new Figures())
      if (finished.length > 0) await measure(server, finished, 16, warmUp, new Figures())
    }
    return { size, server, targets }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Alternates real and bare, and the sizes within each round, so that a drift of the machine's speed favours none. */
async function measureAll(desks: Desk[], seconds: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const { name } of desks[0]?.targets ?? []) {
    for (const connections of connectionCounts) {
      const measured = desks.map((desk) => newRow(desk, name, connections))
      for (let round = 0; round < rounds; round++) {
        for (const { row, server, target } of measured) {
          await measure(server, target.real, connections, seconds / rounds, row.real)
          await measure(server, target.bare, connections, seconds / rounds, row.bare)
          if (row.finished) await measure(server, target.finished, connections, seconds / rounds, row.finished)
        }
      }
      rows.push(...measured.map(({ row }) => row))
    }
    process.stderr.write(`measured ${name}\n`)
  }
  return rows.sort((a, b) => a.size - b.size)
}

function newRow({ size, server, targets }: Desk, name: string, connections: number) {
  const target = targets.find((target) => target.name === name) as Target
  const { label, isPage } = target
  const finished = isPage ? new Figures() : null
  const row: Row = { size, name, label, isPage, connections, real: new Figures(), bare: new Figures(), finished }
  return { row, server, target }
}

process.exitCode = (await main(readOptions(process.argv.slice(2)))) ? 0 : 1
