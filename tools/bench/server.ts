// The normal server, with bare twins of its responses, or with its statements counted.

import { setTimeout as pause } from 'node:timers/promises'
import { loadConfig } from '#config'
import { disk } from '#platform/db/sqlite/write-ahead-log.ts'
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
slowDown(Number(process.argv.find((arg) => arg.startsWith('--slower-disk='))?.split('=')[1] ?? 0))
statements?.addRoute()
if (process.argv.includes('--turns')) addTurns()
addTwins(ctx)
addChanges(ctx)
process.once('SIGTERM', () => process.exit())
createServer(withFinishedPages(createApp(ctx))).listen(ctx.config.server.port, ctx.config.server.host)

/** Delays each sync: a machine whose disk does not really sync would measure nothing. */
function slowDown(milliseconds: number): void {
  if (milliseconds === 0) return
  const { sync } = disk
  disk.sync = (order) => pause(milliseconds).then(() => sync(order))
}
