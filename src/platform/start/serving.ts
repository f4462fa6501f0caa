import type { Server } from 'node:http'
import type { Express } from 'express'
import { sqlitePath } from '#config/database-url.ts'
import type { Context } from '#context'
import { lockAsServer } from '#platform/db/program-lock.ts'
import { createHttpServer, keepAliveBehindProxy } from '#platform/http/server.ts'
import type { Worker } from '#platform/jobs/worker.ts'
import { closeContext } from './close-context.ts'
import { exitInTime, outliveRejections } from './shutdown.ts'

const drainFor = 10_000

/** Starts listening, and shuts down in order when the process is asked to stop. */
export async function startServer(ctx: Context, app: Express, worker: Worker): Promise<Server> {
  outliveRejections(ctx.log)
  const behindProxy = ctx.config.server.trustProxy !== false
  const server = createHttpServer(app, behindProxy ? { keepAlive: keepAliveBehindProxy } : {})
  const { host, port, origin } = ctx.config.server
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  ctx.log.info({ host, port }, `ready at ${origin}`)
  ctx.readiness.watch()
  if (ctx.config.workerInside) worker.start()
  let stopping = false
  // Under npm Ctrl+C arrives twice: from the terminal and from npm.
  const stop = () => {
    if (stopping) return
    stopping = true
    stopServer(ctx, server, worker)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  return server
}

/** Accepts no new requests, finishes the running ones, closes the database. */
async function stopServer(ctx: Context, server: Server, worker: Worker) {
  ctx.log.info('stopping')
  exitInTime(ctx.log)
  ctx.live.hangUp()
  const force = setTimeout(() => {
    ctx.log.warn('ending the connections that are still open')
    server.closeAllConnections()
  }, drainFor)
  await Promise.all([new Promise((resolve) => server.close(resolve)), worker.stop()])
  clearTimeout(force)
  await closeContext(ctx)
  ctx.log.info('stopped')
}

/** Two servers on one SQLite file are safe, but open pages of one do not get live updates from the other. */
export function takeServerLock(ctx: Context): void {
  const path = sqlitePath(ctx.config.database.url)
  const lock = path && lockAsServer(path)
  if (lock) process.once('exit', lock.release)
  else if (path)
    ctx.log.warn(
      `another server is running on ${path}: pages open at one do not hear of what happens at the other; stop one of them, or use PostgreSQL`,
    )
}
