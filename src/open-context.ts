import pino, { type Logger } from 'pino'
import { type Config, ConfigError } from '#config'
import { sqlitePath } from '#config/database-url.ts'
import type { Clock, Context, Features } from '#context'
import { newestMissing } from '#desk/tickets/search-backlog.ts'
import { Counters } from '#lib/counters.ts'
import { type Database, type DatabaseOptions, openDatabase } from '#platform/db/client.ts'
import { HeavyReads } from '#platform/db/heavy-reads/heavy-reads.ts'
import { backUpBeforeMigration, MigrationError, migrateToLatest, migrationsToRun } from '#platform/db/migrate.ts'
import { schemaOf } from '#platform/db/postgres/desk-schema.ts'
import { refuseOtherEncodings } from '#platform/db/postgres/encoding.ts'
import { closeToOthers } from '#platform/db/private-files.ts'
import { lockWithOthers, type ProgramLock } from '#platform/db/program-lock.ts'
import { Readiness } from '#platform/db/readiness/readiness.ts'
import { FileGuard } from '#platform/db/sqlite/file-guard.ts'
import { errorOnDisk, reasonForOperators } from '#platform/db/storage-error.ts'
import { type FileStore, openStore } from '#platform/files/store.ts'
import { checkSecrets, connectionName } from '#platform/installation/secrets.ts'
import { openLive } from '#platform/live/live.ts'
import { settingsTopic } from '#platform/live/publish.ts'
import type { Fetch } from '#platform/mail/mail.ts'
import { createMailer } from '#platform/mail/mailer.ts'
import { openSettings } from '#platform/settings/settings.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { logDestination } from '#platform/start/terminal-log.ts'
import { features as allFeatures } from './features.ts'

export interface ContextOverrides {
  clock?: Clock
  log?: Logger
  database?: DatabaseOptions
  /** For outgoing HTTP. */
  fetch?: Fetch
  /** The store of files. */
  files?: FileStore
  /** False to refuse a database of an earlier version, instead of migrating it. */
  migrate?: boolean
  /** The program's own by default. */
  features?: Features
}

const logging = {
  // PostgreSQL includes values of the row in an error's details.
  redact: ['password', '*.password', 'token', '*.token', '*.detail', '*.where'],
  serializers: { error: pino.stdSerializers.err },
}

/** Opens everything that the program works with, and migrates the schema. */
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
  await bringUpToDate(db, path, log, overrides.migrate ?? true).catch(async (error) => {
    // Idle connections would keep a command running for ten seconds after its error.
    await db.destroy()
    throw error
  })
  const heavyReads = new HeavyReads(config.database.url, log, overrides.database?.onStatement)
  const live = await openLive(config.database.url, log, connectionName(config, await schemaOf(db)))
  const settings = await openSettings(config, db)
  live.subscribe((topics) => {
    if (topics.includes(settingsTopic))
      settings.reload(db).catch((error) => log.error({ err: error }, 'settings not read'))
  })
  const mailer = createMailer(config, overrides.fetch)
  const readiness = new Readiness(db, log, guard)
  const clock = overrides.clock ?? { now: () => Date.now() }
  const counters = new Counters()
  const features = overrides.features ?? allFeatures
  const files = overrides.files ?? openStore(config.files.folder)
  const ctx = {
    config,
    db,
    features,
    programLock,
    readiness,
    heavyReads,
    log,
    live,
    settings,
    mailer,
    files,
    clock,
    counters,
  }
  // Usually nothing is missing; this caches that, so that searches need not ask.
  await newestMissing(ctx)
  return ctx
}

async function bringUpToDate(db: Database, path: string | null, log: Logger, migrate: boolean): Promise<void> {
  await refuseOtherEncodings(db)
  if (!migrate) {
    const { isEmpty, pending } = await migrationsToRun(db)
    if (pending.length === 0) return
    throw new Error(
      isEmpty
        ? 'it is empty; start the desk once, which makes its tables, or set DATABASE_URL'
        : 'it is of an earlier version; start the desk, which brings it up to date',
    )
  }
  const copy = path && (await backUpBeforeMigration(db, path))
  if (copy) log.info({ copy }, 'database copied before its migration')
  const migrated = await migrateToLatest(db).catch((error) => {
    throw copy && error instanceof MigrationError ? error.withCopy(copy) : error
  })
  if (migrated.length > 0) log.info({ migrated }, 'database migrated')
}

/** The same for a program that starts; the error is a sentence for whoever started it. */
export async function openContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  try {
    return await createContext(config, overrides)
  } catch (error) {
    if (error instanceof MigrationError) throw new ConfigError(error.message, { cause: error })
    const path = sqlitePath(config.database.url)
    const reason = reasonForOperators(path ? errorOnDisk(error, path) : error)
    throw new ConfigError(`The database cannot be opened: ${reason}`, { cause: error })
  }
}

/**
 * Opens everything for a program that works on this desk's data.
 *
 * @throws {ConfigError} if the database cannot be opened, or belongs to other secrets
 */
export async function openDesk(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const ctx = await openContext(config, overrides)
  try {
    await checkSecrets(ctx)
  } catch (error) {
    await closeContext(ctx)
    throw error
  }
  return ctx
}
