import pino from 'pino'
import { loadConfig } from '../src/config.ts'
import { type Context, createContext } from '../src/context.ts'
import { environment } from '../src/environment.ts'

/** What a tool works with: the server's own settings and database, quietly. A missing database is not made. */
export async function openToolContext(): Promise<Context> {
  const config = loadConfig(environment({ mayBegin: false }))
  try {
    return await createContext(config, { log: pino({ level: 'silent' }) })
  } catch (error) {
    throw new Error(`The database cannot be opened: ${error instanceof Error ? error.message : error}`)
  }
}
