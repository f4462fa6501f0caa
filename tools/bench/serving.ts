import { createServer } from 'node:http'
import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { createContext } from '../../src/context.ts'
import { addDeeds } from './deeds.ts'
import { Statements } from './statements.ts'
import { addTwins } from './twins.ts'

export async function serveBench(count: boolean): Promise<void> {
  const statements = count ? new Statements() : null
  const overrides = statements ? { database: { onStatement: statements.add } } : {}
  const ctx = await createContext(loadConfig(process.env), overrides)
  statements?.addRoute()
  addTwins(ctx)
  addDeeds(ctx)
  process.once('SIGTERM', () => process.exit())
  createServer(createApp(ctx)).listen(ctx.config.server.port, ctx.config.server.host)
}
