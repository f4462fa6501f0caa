import type { Server } from 'node:http'
import { prepareFirstAdmin } from './accounts/setup.ts'
import { createApp } from './app.ts'
import { ConfigError, loadConfig } from './config.ts'
import { type Context, closeContext, createContext } from './context.ts'
import { environment } from './environment.ts'
import { allKinds, allSchedules } from './jobs/all-kinds.ts'
import { Worker } from './jobs/worker.ts'
import { leaveInTime, outliveRejections } from './leaving.ts'

// An import of node:http reads every name in it, and with them loads all that Node has for fetch.
const { createServer } = process.getBuiltinModule('node:http')

const drainFor = 10_000

/** Listens, and closes everything in order when the process is told to stop. */
export async function startServer(ctx: Context): Promise<Server> {
  outliveRejections(ctx.log)
  const worker = new Worker(ctx, allKinds, allSchedules)
  const server = createServer(createApp(ctx))
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
