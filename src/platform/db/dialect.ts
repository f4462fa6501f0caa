import type { SelectQueryBuilder, SqlBool } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'
import type { Database, Engine } from './client.ts'
import type { Schema } from './schema.ts'

export const engineOfDatabase = (db: Database): Engine =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'

/** What the database takes on its disk, in bytes. */
export async function databaseSize(db: Database): Promise<number> {
  const size =
    engineOfDatabase(db) === 'postgres'
      ? sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`
      : sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
  return Number((await size.execute(db)).rows[0]?.bytes)
}

/** Whether a statement failed because a unique constraint or index forbids the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** Whether PostgreSQL gave a transaction up that can succeed when it is tried again: a serialization failure or deadlock. */
export function wasGivenUp(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '40001' || code === '40P01'
}

/** Holds the rows until the transaction ends, but lets others refer to them; on SQLite a writing transaction holds everything. */
export const lockingRows =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forNoKeyUpdate() : rows

/**
 * Makes transactions that name the same thing wait for each other, where no row or index can: what may be there once by a
 * contract, and several times otherwise. On SQLite a writing transaction holds everything.
 */
export async function lockName(db: Database, name: string): Promise<void> {
  if (engineOfDatabase(db) === 'postgres')
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** For workers that take rows at the same time: on PostgreSQL each passes over what another holds; SQLite has one writer. */
export const skippingLocked =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forUpdate().skipLocked() : rows

const afterAll = '\u{10FFFF}'

/** Whether a column begins with `start`, compared byte by byte: an index of such texts finds it (…-admin-lists). */
export const startsWith = (db: Database, column: string, start: string) =>
  inRange(db, sql.ref(column), sql`${start}`, sql`${start + afterAll}`)

/** The same whatever the case, as far as the engine knows it: SQLite tells only A to Z apart. */
export const startsWithAnyCase = (db: Database, column: string, start: string) =>
  inRange(db, lower(sql.ref(column)), lower(sql`${start}`), lower(sql`${start + afterAll}`))

type Text = ReturnType<typeof sql>
const lower = (text: Text): Text => sql`lower(cast(${text} as text))`

function inRange(db: Database, text: Text, first: Text, last: Text) {
  const bytes = engineOfDatabase(db) === 'postgres' ? sql` collate "C"` : sql``
  return sql<SqlBool>`((${text}${bytes}) >= ${first} and (${text}${bytes}) < ${last})`
}

/** Whether a column is one of the ids in a JSON array: one statement for any number of them. */
export const amongIds = (db: Database, column: string, ids: string) =>
  engineOfDatabase(db) === 'postgres'
    ? sql<SqlBool>`${sql.ref(column)} = any (array(select cast(jsonb_array_elements_text(cast(${ids} as jsonb)) as bigint)))`
    : sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${ids}))`

/** The values of a group in one text, with commas between them. */
export const commaList = (db: Database, column: string) =>
  engineOfDatabase(db) === 'postgres'
    ? sql<string | null>`string_agg(${sql.ref(column)}, ',')`
    : sql<string | null>`group_concat(${sql.ref(column)}, ',')`

export interface FullText {
  table: 'search' | 'search_notes'
  /** Words without signs, found as they are or as the beginning of others. */
  terms: { word: string; beginning: boolean }[]
  /** Only in tickets of this customer, or in none of theirs. */
  customer?: number | undefined
  notCustomer?: number | undefined
}

/** Full text (…-search): the condition, and of each document its ticket and how well it fits. */
export const fullText = (db: Database, asked: FullText) =>
  engineOfDatabase(db) === 'postgres' ? fullTextOfPostgres(asked) : fullTextOfSqlite(asked)

function fullTextOfSqlite({ table, terms, customer, notCustomer }: FullText) {
  const columns = table === 'search' ? '{title body}' : '{title body notes}'
  // Letters of another width or script size, too: there the tokenizer knows of case and accents alone.
  const spellings = ({ word, beginning }: FullText['terms'][number]) =>
    [...new Set([word, word.normalize('NFKC')])].map((one) => `"${one}"${beginning ? '*' : ''}`).join(' OR ')
  let match = `${columns} : (${terms.map((term) => `(${spellings(term)})`).join(' AND ')})`
  if (customer !== undefined) match = `(owner : "c${customer}") AND (${match})`
  if (notCustomer !== undefined) match = `(${match}) NOT (owner : "c${notCustomer}")`
  const weights = table === 'search' ? sql`8, 1, 0` : sql`8, 1, 1, 0`
  return {
    document: sql<number>`${sql.ref(table)}.rowid`,
    matches: sql<SqlBool>`${sql.ref(table)} match ${match}`,
    score: sql<number>`-bm25(${sql.ref(table)}, ${weights})`,
  }
}

function fullTextOfPostgres({ table, terms, customer, notCustomer }: FullText) {
  const plain = (word: string) => word.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  const words = terms.flatMap(({ word, beginning }) =>
    (plain(word).match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []).map((one) => `'${one}'${beginning ? ':*' : ''}`),
  )
  const query = sql`to_tsquery('simple', ${words.join(' & ')})`
  const owner = sql.ref(`${table}.customer_id`)
  const conditions = [sql`${sql.ref(`${table}.words`)} @@ ${query}`]
  if (customer !== undefined) conditions.push(sql`${owner} = ${customer}`)
  if (notCustomer !== undefined) conditions.push(sql`${owner} <> ${notCustomer}`)
  return {
    document: sql<number>`${sql.ref(`${table}.id`)}`,
    matches: sql<SqlBool>`${sql.join(conditions, sql` and `)}`,
    score: sql<number>`ts_rank(${sql.ref(`${table}.words`)}, ${query})`,
  }
}
