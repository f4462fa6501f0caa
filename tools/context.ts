import { existsSync } from 'node:fs'
import pino from 'pino'
import { loadConfig } from '../src/config.ts'
import { type Context, createContext } from '../src/context.ts'
import { sqlitePath } from '../src/db/client.ts'
import { environment } from '../src/environment.ts'

/** What a tool works with: the server's own settings and database, quietly. A missing database is not made. */
export async function openToolContext(): Promise<Context> {
  const config = loadConfig(environment())
  const path = sqlitePath(config.database.url)
  if (path && !existsSync(path))
    throw new Error(`There is no database at ${path}; start the desk once, or set DATABASE_URL.`)
  try {
    return await createContext(config, { log: pino({ level: 'silent' }) })
  } catch (error) {
    throw new Error(`The database cannot be opened: ${error instanceof Error ? error.message : error}`)
  }
}
