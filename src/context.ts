import pino, { type Logger } from 'pino'
import { Counters } from '#lib/counters.ts'
import { type Database, type DatabaseOptions, openDatabase, sqlitePath } from '#platform/db/client.ts'
import { FileGuard } from '#platform/db/file-guard.ts'
import { HeavyReads } from '#platform/db/heavy-reads/heavy-reads.ts'
import { backUpBeforeMigration, MigrationError, migrateToLatest, pendingMigrations } from '#platform/db/migrate.ts'
import { closeToOthers } from '#platform/db/private-files.ts'
import { lockWithOthers, type ProgramLock } from '#platform/db/program-lock.ts'
import { Readiness } from '#platform/db/readiness/readiness.ts'
import type { Closing } from '#platform/db/transaction.ts'
import type { LimitState } from '#platform/http/rate-limit.ts'
import { type Live, openLive } from '#platform/live/live.ts'
import type { Fetch } from '#platform/mail/mail.ts'
import { createMailer, type Mailer } from '#platform/mail/mailer.ts'
import { openSettings, type SettingsStore } from '#platform/settings/settings.ts'
import { logDestination } from '#platform/start/terminal-log.ts'
import { type Config, ConfigError } from './config.ts'

export interface Context {
  readonly config: Config
  readonly db: Database
  readonly readiness: Readiness
  /** Shuts out whoever would replace the database's file; null on PostgreSQL. */
  readonly programLock: ProgramLock | null
  readonly heavyReads: HeavyReads
  readonly log: Logger
  readonly clock: Clock
  readonly counters: Counters
  readonly live: Live
  readonly mailer: Mailer
  readonly settings: SettingsStore
  /** Who is at the other end when a request is being served. */
  readonly client?: Client
  /** Present only inside a transaction. */
  readonly closing?: Closing
}

export interface Client {
  address: string | null
  user_agent: string | null
  /** Whether the request came with a token of the API instead of a browser's cookie. */
  by_token?: true
  /** What the request was counted against before it was known who sends it. */
  charge?: Charge
  /** What was counted against a limit while the request was served. */
  limits: LimitState[]
}

export interface Charge {
  key: string
  /** Whether the request is one that changes something. */
  changes: boolean
}

export interface Clock {
  /** UNIX milliseconds. */
  now(): number
}

export interface ContextOverrides {
  clock?: Clock
  log?: Logger
  database?: DatabaseOptions
  /** For outgoing HTTP. */
  fetch?: Fetch
  /** False where a database of an earlier version is to be refused, instead of being brought up to date. */
  migrate?: boolean
}

const logging = {
  // PostgreSQL puts values of the row into the details of an error.
  redact: ['password', '*.password', 'token', '*.token', '*.detail', '*.where'],
  serializers: { error: pino.stdSerializers.err },
}

/** Opens everything the program works with; the schema is brought up to date on the way. */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const path = sqlitePath(config.database.url)
  if (path) closeToOthers(path)
  const programLock = path ? lockWithOthers(path) : null
  try {
    return await openAll(config, overrides, path, programLock)
  } catch (error) {
    programLock?.release()
    throw error
  }
}

async function openAll(
  config: Config,
  overrides: ContextOverrides,
  path: string | null,
  programLock: ProgramLock | null,
): Promise<Context> {
  const log = overrides.log ?? pino({ ...logging, level: config.logLevel }, logDestination(config.production))
  const guard = path === null ? null : new FileGuard(path)
  const { url, timeout: connectTimeout } = config.database
  const db = openDatabase(url, { connectTimeout, ...(guard && { guard }), ...overrides.database })
  await bringUpToDate(db, path, log, overrides.migrate ?? true)
  const heavyReads = new HeavyReads(config.database.url, log, overrides.database?.onStatement)
  const live = await openLive(config.database.url, log)
  const settings = await openSettings(config, db)
  live.listen((signal) => {
    if ('settings' in signal) settings.reload(db).catch((error) => log.error({ err: error }, 'settings not read'))
  })
  const mailer = createMailer(config, overrides.fetch)
  const readiness = new Readiness(db, log, guard)
  const clock = overrides.clock ?? { now: () => Date.now() }
  const counters = new Counters()
  return { config, db, programLock, readiness, heavyReads, log, live, settings, mailer, clock, counters }
}

async function bringUpToDate(db: Database, path: string | null, log: Logger, migrate: boolean): Promise<void> {
  if (!migrate) {
    if ((await pendingMigrations(db)).length === 0) return
    throw new Error('it is of an earlier version; start the desk, which brings it up to date')
  }
  const copy = path && (await backUpBeforeMigration(db, path))
  if (copy) log.info({ copy }, 'database copied before its migration')
  const migrated = await migrateToLatest(db).catch((error) => {
    throw copy && error instanceof MigrationError ? error.withCopy(copy) : error
  })
  if (migrated.length > 0) log.info({ migrated }, 'database migrated')
}

/** The same for a program that starts, with a sentence for whoever started it when it cannot. */
export async function openContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  try {
    return await createContext(config, overrides)
  } catch (error) {
    if (error instanceof MigrationError) throw new ConfigError(error.message, { cause: error })
    const reason = error instanceof Error && error.message ? error.message : String((error as { code?: string }).code)
    throw new ConfigError(`The database cannot be opened: ${reason}`, { cause: error })
  }
}

export async function closeContext(ctx: Context): Promise<void> {
  await ctx.live.close()
  ctx.mailer.close()
  ctx.settings.close()
  await ctx.heavyReads.close()
  await ctx.readiness.close()
  await ctx.db.destroy()
  ctx.programLock?.release()
}
