// The server as it is, with bare twins of its answers beside them, or with its statements counted.

import { loadConfig } from '#config'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/open-context.ts'
import { addChanges } from './changes.ts'
import { Statements } from './statements.ts'
import { addTurns } from './turns.ts'
import { addTwins, withFinishedPages } from './twins.ts'

const { createServer } = process.getBuiltinModule('node:http')
const statements = process.argv.includes('--count') ? new Statements() : null
const ctx = await createContext(
  loadConfig(process.env),
  statements ? { database: { onStatement: statements.add } } : {},
)
statements?.addRoute()
if (process.argv.includes('--turns')) addTurns()
addTwins(ctx)
addChanges(ctx)
process.once('SIGTERM', () => process.exit())
createServer(withFinishedPages(createApp(ctx))).listen(ctx.config.server.port, ctx.config.server.host)
