import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Attack, attacksOn } from './attacks.ts'
import { Child } from './child.ts'
import { assistantName, customerName } from './desk.ts'
import { Fills } from './fills.ts'
import { putHostile } from './hostile.ts'
import { indexTickets } from './indexing.ts'
import { Figures } from './load.ts'
import type { Options } from './options.ts'
import { type Bar, printBars } from './report.ts'
import { logInToApi, logInToPages, type Shot, send } from './targets.ts'

const mostMilliseconds = 50
/** Alternates between idle and attacked, so that a drift of the machine's speed favours none. */
const rounds = 3
const lanes = 2
const firstCustomer = 14

/** Whether one person's requests delay others: how much longer they wait than in the same run without them. */
export async function measureStalls({ sizes, seconds, only, server }: Options): Promise<boolean> {
  const fills = new Fills(server)
  const size = Math.max(...sizes)
  const database = await fills.copyOf(size)
  const hostile = putHostile(database, firstCustomer)
  await indexTickets(database, hostile.tickets)
  const desk = await Child.start('tools/bench/server.ts', database, { args: ['--turns'] })
  try {
    await desk.answers('/healthz')
    const assistant = await logInToPages(desk.url, assistantName)
    const attacks = attacksOn(hostile, {
      assistant,
      boss: await logInToPages(desk.url, 'boss'),
      customer: await logInToPages(desk.url, customerName(1)),
      customerApi: await logInToApi(desk.url, customerName(1)),
    })
    const victims = ['/home', '/tickets/1', '/healthz'].map(
      (path): Shot => ({ method: 'GET', path, headers: assistant }),
    )
    await probe(desk.url, victims, seconds, new Figures())
    const bars: Bar[] = []
    for (const attack of attacks.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)))) {
      bars.push(await measureAttack(desk, attack, victims, seconds))
      printBars(bars.slice(-1))
    }
    bars.push(memoryBar(desk.memory()))
    printBars(bars)
    return bars.every(({ met }) => met)
  } finally {
    await desk.stop()
    await fills.drop(size)
    await fills.close()
  }
}

const memoryBar = (megabytes: number): Bar => ({
  what: `${Math.round(megabytes)} MB resident after all of it (under 200)`,
  met: megabytes < 200,
})

async function measureAttack({ url }: Child, { name, shots }: Attack, victims: Shot[], seconds: number): Promise<Bar> {
  const [quiet, attacked] = [new Figures(), new Figures()]
  const held = { quiet: 0, attacked: 0 }
  const answers: Record<string, number> = {}
  for (let round = 0; round < rounds; round++) {
    await longestTurn(url)
    await probe(url, victims, seconds / rounds, quiet)
    held.quiet = Math.max(held.quiet, await longestTurn(url))
    const attacker = new Worker(new URL('./attacker.ts', import.meta.url), { workerData: { url, shots, lanes } })
    await once(attacker, 'online')
    await probe(url, victims, seconds / rounds, attacked)
    held.attacked = Math.max(held.attacked, await longestTurn(url))
    attacker.postMessage('stop')
    const [counts] = (await once(attacker, 'message')) as [Record<string, number>]
    for (const [status, count] of Object.entries(counts)) answers[status] = (answers[status] ?? 0) + count
    await attacker.terminate()
  }
  const more = (share: number) => attacked.percentile(share) - quiet.percentile(share)
  const figures = [0.5, 0.99, 1].map((share) => more(share).toFixed(1)).join(', ')
  const counted = Object.entries(answers).map(([status, count]) => `${count} × ${status}`)
  const longer = held.attacked - held.quiet
  const what = `${name}: the event loop is held ${longer.toFixed(1)} ms longer at once (at most ${mostMilliseconds}); others wait ${figures} ms more (p50, p99, most); answered ${counted.join(', ')}`
  const attackedAtAll = counted.length > 0
  return { what, met: attackedAtAll && longer <= mostMilliseconds && more(0.99) <= mostMilliseconds }
}

/** Of the event loop, since the last call. */
async function longestTurn(url: string): Promise<number> {
  return JSON.parse(await send(url, { method: 'GET', path: '/api/v1/bench/turns', headers: {} })).most
}

/** Requests again and again, one after the other, like an impatient person. */
async function probe(url: string, victims: Shot[], seconds: number, into: Figures): Promise<void> {
  const milliseconds: number[] = []
  const started = performance.now()
  for (let n = 0; performance.now() - started < seconds * 1000; n++) {
    const before = performance.now()
    await send(url, victims[n % victims.length] as Shot)
    milliseconds.push(performance.now() - before)
  }
  into.add(milliseconds, (performance.now() - started) / 1000)
}
