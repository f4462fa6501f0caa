import type { Server } from 'node:http'
import { loadConfig, settingNames } from '#config'
import { misspelt } from '#config/misspelt.ts'
import { type Context, closeContext } from '#context'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { sqlitePath } from '#platform/db/client.ts'
import { lockAsServer } from '#platform/db/program-lock.ts'
import { createHttpServer, keepAliveBehindProxy } from '#platform/http/server.ts'
import { openDesk } from '#platform/installation/open.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { createApp } from '../../app.ts'
import { allKinds, allSchedules } from '../../job-kinds.ts'
import { environment, givenSettings } from './environment.ts'
import { leaveInTime, outliveRejections } from './shutdown.ts'

const drainFor = 10_000

/** Listens, and closes everything in order when the process is told to stop. */
export async function startServer(ctx: Context): Promise<Server> {
  outliveRejections(ctx.log)
  const worker = new Worker(ctx, allKinds, allSchedules)
  const behindProxy = ctx.config.server.trustProxy !== false
  const server = createHttpServer(createApp(ctx), behindProxy ? { keepAlive: keepAliveBehindProxy } : {})
  const { host, port, origin } = ctx.config.server
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  ctx.log.info({ host, port }, `ready at ${origin}`)
  ctx.readiness.lookForDamage()
  if (ctx.config.workerInside) worker.start()
  let stopping = false
  // Ctrl+C arrives twice under npm: from the terminal, and handed on.
  const stop = () => {
    if (stopping) return
    stopping = true
    stopServer(ctx, server, worker)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  return server
}

/** Takes no new requests, lets those under way finish, closes the database. */
async function stopServer(ctx: Context, server: Server, worker: Worker) {
  ctx.log.info('stopping')
  leaveInTime(ctx.log)
  ctx.live.hangUp()
  const force = setTimeout(() => server.closeAllConnections(), drainFor)
  await Promise.all([new Promise((resolve) => server.close(resolve)), worker.stop()])
  clearTimeout(force)
  await closeContext(ctx)
  ctx.log.info('stopped')
}

/** Two servers on one SQLite file do no harm, but pages open at one do not hear of changes made at the other. */
function holdServerLock(ctx: Context): void {
  const path = sqlitePath(ctx.config.database.url)
  const lock = path && lockAsServer(path)
  if (lock) process.once('exit', lock.release)
  else if (path)
    ctx.log.warn(
      `another server is running on ${path}: pages open at one do not hear of what happens at the other; stop one of them, or use PostgreSQL`,
    )
}

/** The whole program: configuration, context, pages; until it is told to stop. */
export async function serve(): Promise<void> {
  const config = loadConfig(environment())
  const ctx = await openDesk(config)
  holdServerLock(ctx)
  for (const [set, meant] of misspelt(givenSettings(), settingNames))
    ctx.log.warn(`${set} is no setting of SupportMe; is ${meant} meant?`)
  const setupLink = await prepareFirstAdmin(ctx)
  await startServer(ctx)
  if (setupLink) process.stdout.write(`\n  Make the first admin here (works once, for a day):\n  ${setupLink}\n\n`)
}
