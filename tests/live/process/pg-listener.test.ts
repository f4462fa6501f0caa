import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openLive, stopping } from '#platform/live/live.ts'
import { openListener } from '#platform/live/pg-listener.ts'
import { until } from '../../process/program.ts'
import { freshDatabase } from '../../support/database.ts'

const database = await freshDatabase('postgres')
const log = pino({ level: 'silent' })
const patience = { askEvery: 100, waitFor: 400 }

/** A proxy to the server; while it is frozen nothing arrives, but no connection breaks. */
async function wayTo(url: string) {
  const { hostname, port } = new URL(url)
  const ends: Socket[] = []
  const way = createServer((near) => {
    const far = connect(Number(port), hostname)
    ends.push(near, far)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {}).pipe(other)
      one.on('close', () => other.destroy())
    }
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    for (const end of ends) end.destroy()
    way.close()
  })
  await until(async () => way.listening)
  const address = new URL(url)
  address.port = String((way.address() as AddressInfo).port)
  return {
    url: address.href,
    freeze: () => ends.splice(0).forEach((end) => void end.unpipe().pause()),
    cut: () => ends.splice(0).forEach((end) => void end.destroy()),
  }
}

test.each(['freeze', 'cut'] as const)('a line is opened again after %s, and hears as before', async (what) => {
  const way = await wayTo(database)
  const [heard, backs]: [string[], boolean[]] = [[], []]
  const listener = { hear: (text: string) => void heard.push(text), back: (lost: boolean) => void backs.push(lost) }
  const line = await openListener(way.url, log, listener, patience)
  const other = await openListener(database, log, { hear: () => {}, back: () => {} }, patience)
  onTestFinished(() => other.close())
  onTestFinished(() => line.close())
  line.notify('"one"')
  await until(async () => heard.includes('"one"'))

  way[what]()
  line.notify('"lost"')
  await until(async () => backs.length === 1)
  other.notify('"two"')
  line.notify('"three"')
  await until(async () => heard.length === 3)
  expect(heard.toSorted()).toEqual(['"one"', '"three"', '"two"'])
  expect(backs).toEqual([true])
})

test('what a process could not say while its line was down, the others look for', async () => {
  const way = await wayTo(database)
  const [one, other] = [await openLive(way.url, log), await openLive(database, log)]
  onTestFinished(() => other.close())
  onTestFinished(() => one.close())
  const heard: string[] = []
  other.subscribe((topics) => void heard.push(...topics))
  way.cut()
  one.send(['ticket:1'])
  await until(async () => heard.length > 0)
  expect(heard).toEqual([stopping])
})

test('a line that hangs does not keep the program from stopping', async () => {
  const way = await wayTo(database)
  const line = await openListener(way.url, log, { hear: () => {}, back: () => {} }, { askEvery: 1e6, waitFor: 300 })
  way.freeze()
  line.notify('"lost"')
  await line.close()
})

test('what another program says on the channel is passed over', async () => {
  const [line, live] = [
    await openListener(database, log, { hear: () => {}, back: () => {} }),
    await openLive(database, log),
  ]
  onTestFinished(() => live.close())
  onTestFinished(() => line.close())
  const heard: string[] = []
  live.subscribe((topics) => void heard.push(...topics))
  for (const text of ['no JSON', '{}', '"text"', '[1]', '["ticket:1"]']) line.notify(text)
  await until(async () => heard.length > 0)
  expect(heard).toEqual(['ticket:1'])
})
