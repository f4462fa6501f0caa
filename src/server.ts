import { createServer, type Server } from 'node:http'
import { createApp } from './app.ts'
import { deleteExpiredSessions } from './accounts/queries.ts'
import { prepareFirstAdmin } from './accounts/setup.ts'
import { ConfigError, loadConfig } from './config.ts'
import { closeContext, type Context, createContext } from './context.ts'
import { forgetOldAnswers } from './http/idempotency.ts'
import { withGeneratedSecrets } from './secrets.ts'

const hour = 3_600_000
const drainFor = 10_000

async function main() {
  loadDotEnv()
  const ctx = await createContext(loadConfig(withGeneratedSecrets(process.env)))
  const setupLink = await prepareFirstAdmin(ctx)
  const server = createServer(createApp(ctx))
  const { host, port, origin } = ctx.config.server
  server.listen(port, host, () => {
    ctx.log.info({ host, port }, `ready at ${origin}`)
    if (setupLink) process.stdout.write(`\n  Make the first admin here (works once, for a day):\n  ${setupLink}\n\n`)
  })
  const chores = setInterval(() => tidy(ctx), hour).unref()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(ctx, server, chores))
}

function loadDotEnv() {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function tidy(ctx: Context) {
  try {
    await deleteExpiredSessions(ctx)
    await forgetOldAnswers(ctx)
  } catch (error) {
    ctx.log.error({ error }, 'tidying failed')
  }
}

/** Takes no new requests, lets those under way finish, closes the database. */
async function stop(ctx: Context, server: Server, chores: NodeJS.Timeout) {
  ctx.log.info('stopping')
  clearInterval(chores)
  ctx.live.hangUp()
  const force = setTimeout(() => server.closeAllConnections(), drainFor)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(force)
  await closeContext(ctx)
  ctx.log.info('stopped')
}

main().catch((error) => {
  process.stderr.write(error instanceof ConfigError ? `${error.message}\n` : `${error?.stack ?? error}\n`)
  process.exitCode = 1
})
