import { closeSync, openSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sql } from 'kysely'
import { type Migration, type MigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration'
import { isRunning } from '#lib/processes.ts'
import type { Database } from './client.ts'
import { engineOfDatabase } from './dialect.ts'
import { messageOf } from './postgres/client.ts'
import { schemaOf } from './postgres/desk-schema.ts'
import { copyDatabase } from './sqlite/file.ts'
import { migrationTimeouts, withTimeouts } from './timeouts.ts'

const folder = join(import.meta.dirname, '../../../migrations')

let names: Promise<string[]> | undefined

/** Names of all migrations, in order. */
export const migrationNames = () => (names ??= readNames())

async function readNames(): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{8}-\d{4}-.+\.ts$/.test(name))
  return files.map((name) => name.replace(/\.ts$/, '')).sort()
}

const files: MigrationProvider = {
  async getMigrations() {
    const modules = await Promise.all(
      (await migrationNames()).map(async (name) => [name, await import(join(folder, `${name}.ts`))] as const),
    )
    return Object.fromEntries(modules) as Record<string, Migration>
  },
}

/** Its own list is named with its schema: it looks through all of a database, which may hold lists of others. */
async function migratorOf(db: Database): Promise<Migrator> {
  const schema = await schemaOf(db)
  return new Migrator({ db, provider: files, ...(schema !== null && { migrationTableSchema: schema }) })
}

/** Runs all pending migrations in one transaction, under a lock. */
export const migrateToLatest = (db: Database) =>
  withTimeouts(migrationTimeouts, async () => {
    // Most starts end here, and need not read all the files.
    if ((await migrationsToRun(db)).pending.length === 0) return []
    return sortingOnDisk(db, async () => namesOf(await (await migratorOf(db)).migrateToLatest()))
  })

/** Builds large indexes on disk: one may be larger than the server's memory. */
async function sortingOnDisk<T>(db: Database, work: () => Promise<T>): Promise<T> {
  if (engineOfDatabase(db) === 'postgres') return work()
  await sql`pragma temp_store = file`.execute(db)
  try {
    return await work()
  } finally {
    await sql`pragma temp_store = memory`.execute(db)
  }
}

/**
 * `compareMigrations` for a program that goes on with the database.
 *
 * @throws {MigrationError} if a newer version has migrated the database: an older one must not write into it
 */
export async function migrationsToRun(db: Database) {
  const found = await compareMigrations(db)
  if (found.unknown.length === 0) return found
  throw new MigrationError(
    `The database belongs to a newer version of SupportMe: it was migrated by ${found.unknown.join(', ')}, which this version does not know. Start the newer version, or restore a backup from before it.`,
  )
}

/** Migrates up to and including this migration. */
export const migrateTo = (db: Database, name: string) =>
  withTimeouts(migrationTimeouts, async () => namesOf(await (await migratorOf(db)).migrateTo(name)))

/** Why the migration failed, for whoever started the program. */
export class MigrationError extends Error {
  withCopy = (copy: string) =>
    new MigrationError(`${this.message} A copy of the database from before is ${copy}.`, { cause: this.cause })
}

function namesOf({ error, results = [] }: MigrationResultSet): string[] {
  const failed = results.find(({ status }) => status === 'Error')
  if (failed)
    throw new MigrationError(
      `The database could not be migrated: ${failed.migrationName} failed (${messageOf(error)}). Nothing was changed: all migrations are one transaction. Start the former version, or mend the cause and start again.`,
      { cause: error },
    )
  if (error) throw error
  return results.map((result) => result.migrationName)
}

/** Compares the migrations that have run on a database with those of this version. */
export async function compareMigrations(db: Database) {
  const [known, executed] = [await migrationNames(), await executedMigrations(db)]
  return {
    isEmpty: executed.length === 0,
    pending: known.filter((name) => !executed.includes(name)),
    unknown: executed.filter((name) => !known.includes(name)),
  }
}

/** None in an empty database. */
async function executedMigrations(db: Database): Promise<string[]> {
  const { rows } = await (engineOfDatabase(db) === 'postgres'
    ? sql`select 1 where to_regclass(quote_ident(${await schemaOf(db)}) || '.kysely_migration') is not null`
    : sql`select 1 from sqlite_master where name = 'kysely_migration'`
  ).execute(db)
  if (rows.length === 0) return []
  const executed = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return executed.rows.map(({ name }) => name)
}

/** Removes partial copies of killed processes, of which each start would add another. */
async function removeAbandoned(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const maker = name.startsWith(`${basename(path)}.before-`) ? /\.(\d+)(-journal)?$/.exec(name)?.[1] : undefined
    if (maker && !isRunning(Number(maker))) await rm(join(dirname(path), name), { force: true })
  }
}

/**
 * Keeps a copy of an existing SQLite database beside it before a migration.
 *
 * @returns the copy's path, or null if the database was empty
 */
export async function backUpBeforeMigration(db: Database, path: string): Promise<string | null> {
  const { isEmpty, pending } = await compareMigrations(db)
  if (isEmpty || pending.length === 0) return null
  await removeAbandoned(path)
  const copy = `${path}.before-${pending[0]}`
  // It gets its name once it is complete: a partial copy must not pass for a backup.
  const draft = `${copy}.${process.pid}`
  closeSync(openSync(draft, 'w', 0o600))
  try {
    await copyDatabase(path, draft)
    await rename(draft, copy)
  } finally {
    await rm(draft, { force: true })
  }
  return copy
}
