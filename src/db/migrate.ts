import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { type Migration, type MigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration'
import type { Database } from './client.ts'

const folder = join(import.meta.dirname, '../../migrations')

const files: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => /^\d{8}-\d{4}-.+\.ts$/.test(name)).sort()
    const modules = await Promise.all(
      names.map(async (name) => [name.replace(/\.ts$/, ''), await import(join(folder, name))] as const),
    )
    return Object.fromEntries(modules) as Record<string, Migration>
  },
}

const migrator = (db: Database) => new Migrator({ db, provider: files })

/** Brings the schema up to date, all pending migrations in one transaction under a lock. */
export const migrateToLatest = async (db: Database) => namesOf(await migrator(db).migrateToLatest())

/** As far as this migration, itself included. */
export const migrateTo = async (db: Database, name: string) => namesOf(await migrator(db).migrateTo(name))

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
