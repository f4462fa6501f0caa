import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import BetterSqlite from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import { inject } from 'vitest'
import { type Database, openDatabase } from '#platform/db/client.ts'
import { migrateTo } from '#platform/db/migrate.ts'
import { engine, unmigratedDatabase } from '../support/database.ts'

export type Row = Record<string, unknown>
export type Content = Record<string, Row[]>

/** Responses of the version that made the database. */
export interface Expected {
  made_at: string
  /** Tokens in three parts, so that secret scanners do not report them. */
  tokens: Record<'maria' | 'anna' | 'maria_half', string[]>
  authenticator_secret: string
  /** The ids of the tickets, by person and by the query of `GET /tickets`. */
  found: Record<'maria' | 'anna', Record<string, number[]>>
}

export const expectedOf = async (lastMigration: string): Promise<Expected> =>
  JSON.parse(await readFile(join(import.meta.dirname, `${lastMigration}.json`), 'utf8'))

/**
 * A database that an earlier version filled, as a DATABASE_URL. The committed file is SQLite's; PostgreSQL takes its
 * rows into the schema of that version.
 */
export async function restoreFixture(lastMigration: string): Promise<string> {
  const packed = await readFile(join(import.meta.dirname, `${lastMigration}.db.gz`))
  const file = join(inject('folder'), `${lastMigration}-${engine}.db`)
  await writeFile(file, gunzipSync(packed))
  const url = await unmigratedDatabase(file)
  if (engine === 'postgres') await copyRows(file, url)
  return url
}

async function copyRows(file: string, url: string) {
  const source = new BetterSqlite(file, { readonly: true })
  const db = openDatabase(url) as unknown as Kysely<Content>
  try {
    const column = (statement: string) => source.prepare(statement).pluck().all() as string[]
    const last = column('select name from kysely_migration order by name').at(-1) as string
    await migrateTo(db as unknown as Database, last)
    // Referenced tables come before those that refer to them.
    const tables = column("select name from sqlite_schema where type = 'table' order by rowid").filter(isCopied)
    for (const table of tables) {
      await db.deleteFrom(table).execute()
      const rows = source.prepare(`select * from "${table}"`).all() as Row[]
      if (rows.length > 0) await db.insertInto(table).values(rows).execute()
    }
    for (const { name, seq } of source.prepare('select name, seq from sqlite_sequence').all() as Row[])
      await sql`select setval(pg_get_serial_sequence(${name}, 'id'), ${seq})`.execute(db)
  } finally {
    source.close()
    await db.destroy()
  }
}

/** Search tables are filled by triggers as the rows are inserted. */
const isCopied = (table: string) => !/^(search|sqlite|kysely)_|^search$/.test(table)

/** The rows of all tables; of full-text search only what both engines have. */
export async function contentOf(url: string): Promise<Content> {
  const db = openDatabase(url) as unknown as Kysely<Content>
  try {
    const tables = (await db.introspection.getTables()).map(({ name }) => name).filter((name) => !isIndex(name))
    const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
    return Object.fromEntries(tables.map((table, n) => [table, rows[n] as Row[]]))
  } finally {
    await db.destroy()
  }
}

const isIndex = (table: string) =>
  /^search(_notes|(_note)?_documents)?(_(data|idx|content|docsize|config))?$/.test(table)
