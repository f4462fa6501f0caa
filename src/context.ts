import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'
import { type Database, type DatabaseOptions, openDatabase, sqlitePath } from './db/client.ts'
import { backUpBeforeMigration, migrateToLatest } from './db/migrate.ts'
import { type Live, openLive } from './live/live.ts'

export interface Context {
  readonly config: Config
  readonly db: Database
  readonly log: Logger
  readonly clock: Clock
  readonly live: Live
  /** The client's address when a request is being served. */
  readonly address?: string | null
  /** What waits for the commit; present only inside a transaction. */
  readonly afterCommit?: (() => void)[]
}

export interface Clock {
  /** UNIX milliseconds. */
  now(): number
}

export interface ContextOverrides {
  clock?: Clock
  log?: Logger
  database?: DatabaseOptions
}

const logging = {
  redact: ['password', '*.password', 'token', '*.token'],
  serializers: { error: pino.stdSerializers.err },
}

/** Opens everything the program works with; the schema is brought up to date on the way. */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const log = overrides.log ?? pino({ ...logging, level: config.logLevel })
  const db = openDatabase(config.database.url, overrides.database)
  const path = sqlitePath(config.database.url)
  if (path) {
    const copy = await backUpBeforeMigration(db, path)
    if (copy) log.info({ copy }, 'database copied before its migration')
  }
  const migrated = await migrateToLatest(db)
  if (migrated.length > 0) log.info({ migrated }, 'database migrated')
  const live = await openLive(config.database.url, log)
  return { config, db, log, live, clock: overrides.clock ?? { now: () => Date.now() } }
}

export async function closeContext(ctx: Context): Promise<void> {
  await ctx.live.close()
  await ctx.db.destroy()
}
