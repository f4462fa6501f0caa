import { once } from 'node:events'
import { type SqlBool, sql } from 'kysely'
import { sqlitePath } from '#config/database-url.ts'
import type { Context } from '#context'
import type { Database } from './client.ts'
import { engineOfDatabase } from './dialect.ts'
import { customerKey, type FullText } from './full-text.ts'
import type { TableRemoval } from './table-removal-thread.ts'

// Loaded on first use.
const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')

// The search documents of earlier versions (migration …-1206-search), in which each engine normalised words in its own
// way. They are searched until all tickets have new documents, then dropped.

const formerTables = { search_documents: 'search', search_note_documents: 'search_notes' } as const

const words = (text: string) => (text.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []).slice(0, 8)

/** Like `fullText`, with the words as they were typed. */
export function formerFullText(db: Database, search: FullText, typed: string) {
  const isBeginning = (word: string, n: number, all: string[]) => n === all.length - 1 && word.length >= 3
  const terms = words(typed).map((word, n, all) => ({ word, beginning: isBeginning(word, n, all) }))
  return engineOfDatabase(db) === 'postgres' ? onPostgres(search, terms) : onSqlite(search, terms)
}

type Terms = { word: string; beginning: boolean }[]

function onSqlite({ table, customer, notCustomer }: FullText, terms: Terms) {
  const former = formerTables[table]
  const columns = former === 'search' ? '{title body}' : '{title body notes}'
  const owner = (id: number) => `(owner : "${customerKey(id).replace('@', 'c')}")`
  let match = `${columns} : (${terms.map(({ word, beginning }) => `"${word}"${beginning ? '*' : ''}`).join(' AND ')})`
  if (customer !== undefined) match = `${owner(customer)} AND (${match})`
  if (notCustomer !== undefined) match = `(${match}) NOT ${owner(notCustomer)}`
  return {
    table: former,
    document: sql<number>`${sql.ref(former)}.rowid`,
    matches: sql<SqlBool>`${sql.ref(former)} match ${match}`,
    score: sql<number>`-bm25(${sql.ref(former)}, ${former === 'search' ? sql`8, 1, 0` : sql`8, 1, 1, 0`})`,
  }
}

function onPostgres({ table, customer, notCustomer }: FullText, terms: Terms) {
  const former = formerTables[table]
  const plain = (word: string) => word.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  const all = terms.flatMap(({ word, beginning }) =>
    words(plain(word)).map((one) => `'${one}'${beginning ? ':*' : ''}`),
  )
  const query = sql`to_tsquery('simple', ${all.join(' & ')})`
  const conditions = [sql`${sql.ref(`${former}.words`)} @@ ${query}`]
  if (customer !== undefined) conditions.push(sql`${sql.ref(`${former}.customer_id`)} = ${customer}`)
  if (notCustomer !== undefined) conditions.push(sql`${sql.ref(`${former}.customer_id`)} <> ${notCustomer}`)
  return {
    table: former,
    document: sql<number>`${sql.ref(`${former}.id`)}`,
    matches: sql<SqlBool>`${sql.join(conditions, sql` and `)}`,
    score: sql<number>`ts_rank(${sql.ref(`${former}.words`)}, ${query})`,
  }
}

/**
 * Drops the former documents. Dropping a large table at once would block SQLite for seconds: there a thread with a
 * connection of its own empties it step by step.
 *
 * @param runFor milliseconds
 * @returns whether there is more to drop
 */
export async function dropFormerDocuments({ db, config }: Context, runFor: number): Promise<boolean> {
  const tables = Object.values(formerTables)
  const path = sqlitePath(config.database.url)
  if (path !== null) return removeTables({ path, tables, runFor })
  for (const table of tables) await sql`drop table if exists ${sql.table(table)}`.execute(db)
  return false
}

async function removeTables(order: TableRemoval): Promise<boolean> {
  const thread = new Thread(new URL('./table-removal-thread.ts', import.meta.url), { workerData: order })
  const [more] = (await once(thread, 'message')) as [boolean]
  return more
}
