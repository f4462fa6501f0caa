import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { type Migration, type MigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration'
import type { Database } from './client.ts'
import { migrationTimeouts, withTimeouts } from './timeouts.ts'

const folder = join(import.meta.dirname, '../../migrations')

let names: Promise<string[]> | undefined

/** Of all migrations that there are, in their order. */
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

const migrator = (db: Database) => new Migrator({ db, provider: files })

/** Brings the schema up to date, all pending migrations in one transaction under a lock. */
export const migrateToLatest = (db: Database) =>
  withTimeouts(migrationTimeouts, async () => namesOf(await migrator(db).migrateToLatest()))

/** As far as this migration, itself included. */
export const migrateTo = (db: Database, name: string) =>
  withTimeouts(migrationTimeouts, async () => namesOf(await migrator(db).migrateTo(name)))

function namesOf({ error, results = [] }: MigrationResultSet): string[] {
  if (error) throw error
  return results.map((result) => result.migrationName)
}

export async function pendingMigrations(db: Database): Promise<string[]> {
  const all = await migrator(db).getMigrations()
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name)
}

/**
 * Before an existing SQLite database is migrated, a copy of it is kept beside it.
 *
 * @returns the copy's path, or null when there was nothing to lose
 */
export async function backUpBeforeMigration(db: Database, path: string): Promise<string | null> {
  const all = await migrator(db).getMigrations()
  const pending = all.filter((migration) => !migration.executedAt)
  if (pending.length === 0 || pending.length === all.length) return null
  const copy = `${path}.before-${pending[0]?.name}`
  const file = new BetterSqlite(path, { readonly: true })
  try {
    await file.backup(copy)
  } finally {
    file.close()
  }
  return copy
}
