import type { Server } from 'node:http'
import { deleteExpiredSessions } from './accounts/session-queries.ts'
import { prepareFirstAdmin } from './accounts/setup.ts'
import { deleteOldTokens } from './accounts/token-queries.ts'
import { createApp } from './app.ts'
import { ConfigError, loadConfig } from './config.ts'
import { type Context, closeContext, createContext } from './context.ts'
import { environment } from './environment.ts'
import { forgetOldAnswers } from './http/idempotency.ts'
import { forgetOldLimits } from './http/rate-limit-queries.ts'
import { allKinds, allSchedules } from './jobs/all-kinds.ts'
import { deleteOldJobs } from './jobs/queries.ts'
import { Worker } from './jobs/worker.ts'
import { leaveInTime } from './leaving.ts'

// An import of node:http reads every name in it, and with them loads all that Node has for fetch.
const { createServer } = process.getBuiltinModule('node:http')

const hour = 3_600_000
const drainFor = 10_000

/** Listens, and closes everything in order when the process is told to stop. */
export async function startServer(ctx: Context): Promise<Server> {
  const worker = new Worker(ctx, allKinds, allSchedules)
  const server = createServer(createApp(ctx))
  const { host, port, origin } = ctx.config.server
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  ctx.log.info({ host, port }, `ready at ${origin}`)
  if (ctx.config.workerInside) worker.start()
  const chores = setInterval(() => tidy(ctx), hour)
  let stopping = false
  // Ctrl+C arrives twice under npm: from the terminal, and handed on.
  const stop = () => {
    if (stopping) return
    stopping = true
    stopServer(ctx, server, worker, chores)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  return server
}

async function tidy(ctx: Context) {
  try {
    await deleteExpiredSessions(ctx)
    await forgetOldAnswers(ctx)
    await forgetOldLimits(ctx)
    await deleteOldTokens(ctx, ctx.clock.now() - 30 * 24 * hour)
    await deleteOldJobs(ctx, ctx.clock.now() - 7 * 24 * hour)
  } catch (error) {
    ctx.log.error({ err: error }, 'tidying failed')
  }
}

/** Takes no new requests, lets those under way finish, closes the database. */
async function stopServer(ctx: Context, server: Server, worker: Worker, chores: NodeJS.Timeout) {
  ctx.log.info('stopping')
  leaveInTime(ctx.log)
  clearInterval(chores)
  ctx.live.hangUp()
  const force = setTimeout(() => server.closeAllConnections(), drainFor)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(force)
  await worker.stop()
  await closeContext(ctx)
  ctx.log.info('stopped')
}

/** The whole program: configuration, context, pages; until it is told to stop. */
export async function serve(): Promise<void> {
  const config = loadConfig(environment())
  const ctx = await createContext(config).catch((error) => {
    throw new ConfigError(`The database cannot be opened: ${error.message || error.code}`, { cause: error })
  })
  const setupLink = await prepareFirstAdmin(ctx)
  await startServer(ctx)
  if (setupLink) process.stdout.write(`\n  Make the first admin here (works once, for a day):\n  ${setupLink}\n\n`)
}
