// Causes the faults of database servers on PostgreSQL, while two web processes and a worker use it, and reports what
// happened: sh tools/launch tools/chaos.ts [SECONDS OF EACH FAULT]
// Exits with 1 if a process ended, an acknowledged message was lost, or a response took too long.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Cluster } from './chaos/cluster.ts'
import { launch, type Program, untilReady } from './chaos/programs.ts'
import { Writers } from './chaos/writers.ts'

const seconds = Number(process.argv[2] ?? 8)
const longestRefusal = 3000
const longestReturn = 5000

const cluster = await Cluster.create()
const folder = mkdtempSync(join(tmpdir(), 'supportme-chaos-logs-'))
const first = await launch('web-1', 'src/server.ts', cluster.url, folder)
await untilReady(first)
const second = await launch('web-2', 'src/server.ts', cluster.url, folder)
const worker = await launch('worker', 'src/worker.ts', cluster.url, folder)
await untilReady(second)
const webs = [first, second]
const writers = new Writers()
await writers.start(webs, 4)

const outage = () => pause(seconds * 1000)
const faults: Record<string, () => Promise<void>> = {
  'backends terminated, five times': async () => {
    for (let n = 0; n < 5; n++) {
      await cluster.terminateBackends()
      await pause(500)
    }
  },
  'server stopped and started': async () => {
    await cluster.stop('SIGINT')
    await outage()
    cluster.startAgain()
  },
  'server killed (-9)': async () => {
    await cluster.stop('SIGKILL')
    await outage()
    cluster.startAgain()
  },
  'server frozen': async () => {
    cluster.freeze()
    await outage()
    cluster.thaw()
  },
  'read-only': async () => {
    await cluster.setReadOnly(true)
    await outage()
    await cluster.setReadOnly(false)
  },
}

let failures = 0
const check = (good: boolean, text: string) => {
  if (!good) failures += 1
  console.log(`  ${good ? 'ok  ' : 'FAIL'} ${text}`)
}

/** Milliseconds until this program has acknowledged something that was sent after `since`. */
async function acknowledgedAgain({ name }: Program, since: number): Promise<number> {
  for (;;) {
    const found = writers.answers.findLast((one) => one.program === name && one.status === 201 && one.at >= since)
    const waited = performance.now() - since
    if (found || waited > 30_000) return waited
    await pause(20)
  }
}

for (const [name, fault] of Object.entries(faults)) {
  await pause(2000)
  console.log(name)
  const before = writers.answers.length
  const began = performance.now()
  await fault()
  await cluster.answers()
  const since = performance.now()
  const returns = await Promise.all(webs.map((web) => acknowledgedAgain(web, since)))
  const during = writers.answers.slice(before).filter(({ at }) => at >= began)
  const refused = during.filter(({ status }) => status !== 201)
  const slowest = Math.max(0, ...during.map(({ took }) => took))
  const kinds = Object.entries(
    Object.groupBy(refused, ({ status, retryAfter }) => `${status} (Retry-After ${retryAfter})`),
  )
  console.log(
    `  ${during.length} answers, refused: ${kinds.map(([kind, some]) => `${some?.length} × ${kind}`).join(', ') || 'none'}`,
  )
  check(
    refused.every(({ status, retryAfter }) => status === 503 && retryAfter !== null),
    'refusals are 503 with Retry-After',
  )
  check(slowest <= longestRefusal, `slowest answer ${Math.round(slowest)} ms`)
  check(
    returns.every((one) => one <= longestReturn),
    `back after ${returns.map(Math.round).join(' and ')} ms`,
  )
}

await writers.stop()
const stored = (await cluster.ask<{ body: string }>("select body from messages where body like 'Message %'")).map(
  ({ body }) => body,
)
const once = new Set(stored)
const lost = [...writers.acknowledged].filter((message) => !once.has(message))
const unexplained = stored.filter((message) => !writers.acknowledged.has(message) && !writers.open.has(message))
console.log('altogether')
check(lost.length === 0, `${writers.acknowledged.size} acknowledged, ${lost.length} lost`)
check(stored.length === once.size, `${stored.length - once.size} stored twice`)
check(
  unexplained.length === 0,
  `${unexplained.length} stored though they were refused as not saved (${writers.open.size} were left open)`,
)
await cluster.ask(
  "insert into jobs (kind, payload, status, attempts, run_at, created_at) values ('prune', '{}', 'queued', 0, 0, 0)",
)
const isWaiting = async () => (await cluster.ask('select id from jobs where run_at = 0 and attempts = 0')).length > 0
for (let n = 0; n < 100 && (await isWaiting()); n++) await pause(100)
check(!(await isWaiting()), 'the worker takes jobs')
const all = [...webs, worker]
check(
  all.every(({ child }) => child.exitCode === null && child.signalCode === null),
  'all three processes are alive',
)

cluster.freeze()
const stopping = performance.now()
const codes = await Promise.all(
  all.map(({ child }) => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    return ended
  }),
)
cluster.thaw()
check(
  codes.every((code) => code === 0),
  `stopped while the server was frozen: exit codes ${codes.join(', ')} after ${Math.round(performance.now() - stopping)} ms`,
)
console.log(`logs: ${folder}`)
process.exit(failures > 0 ? 1 : 0)
