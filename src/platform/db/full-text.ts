import { type SqlBool, sql } from 'kysely'
import { type IndexedWords, type Needle, pairsOf, type Term } from '#lib/searched-words.ts'
import type { Database } from './client.ts'
import { engineOfDatabase } from './dialect.ts'

// Full-text search (migration …-search-documents). The program alone splits and normalises words: both engines store
// them unchanged.

export type DocumentTable = 'search_documents' | 'search_note_documents'

export interface FullText {
  table: DocumentTable
  terms: KeyedTerm[]
  /** Only in tickets of this customer, or only in tickets of others. */
  customer?: number | undefined
  notCustomer?: number | undefined
}

/** A term, and keys of which any may match instead. */
export interface KeyedTerm extends Term {
  keys: string[]
}

export const customerKey = (id: number) => `@${id}`
export const ticketKey = (id: number) => `#${id}`

/** The condition, and for each document its ticket and rank. */
export const fullText = (db: Database, search: FullText) =>
  engineOfDatabase(db) === 'postgres' ? fullTextOfPostgres(search) : fullTextOfSqlite(search)

/** Separates texts in a document, so that phrases do not match across them; no search contains this word. */
export const apart = '@'

/** The words of a needle as they follow each other in a document. */
function wordsOf({ words, beginning, unspaced }: Needle): { words: string[]; beginning: boolean } {
  if (!unspaced) return { words, beginning }
  const letters = [...(words[0] ?? '')]
  return letters.length === 1
    ? { words: letters, beginning: true }
    : { words: pairsOf(letters).slice(0, -1), beginning: false }
}

function fullTextOfSqlite({ table, terms, customer, notCustomer }: FullText) {
  const columns = table === 'search_documents' ? '{title body}' : '{title body notes}'
  const phrase = (needle: Needle) => {
    const { words, beginning } = wordsOf(needle)
    return `"${words.join(' ')}"${beginning ? '*' : ''}`
  }
  const term = ({ any, keys }: KeyedTerm) => {
    const found = [`${columns} : (${any.map(phrase).join(' OR ')})`]
    if (keys.length > 0) found.push(`keys : (${keys.map((key) => `"${key}"`).join(' OR ')})`)
    return `(${found.join(' OR ')})`
  }
  let match = terms.map(term).join(' AND ')
  if (customer !== undefined) match = `(keys : "${customerKey(customer)}") AND (${match})`
  if (notCustomer !== undefined) match = `(${match}) NOT (keys : "${customerKey(notCustomer)}")`
  const keys = sql.lit(terms.some((one) => one.keys.length > 0) ? 8 : 0)
  const weights = table === 'search_documents' ? sql`8, 1, ${keys}` : sql`8, 1, 1, ${keys}`
  return {
    document: sql<number>`${sql.ref(table)}.rowid`,
    matches: sql<SqlBool>`${sql.ref(table)} match ${match}`,
    score: sql<number>`-bm25(${sql.ref(table)}, ${weights})`,
  }
}

function fullTextOfPostgres({ table, terms, customer, notCustomer }: FullText) {
  const phrase = (needle: Needle) => {
    const { words, beginning } = wordsOf(needle)
    return `(${words.map((word) => `'${word}'`).join(' <-> ')}${beginning ? ':*' : ''})`
  }
  const all = terms.map(({ any, keys }) => `(${[...any.map(phrase), ...keys.map((key) => `'${key}'`)].join(' | ')})`)
  if (customer !== undefined) all.push(`'${customerKey(customer)}'`)
  if (notCustomer !== undefined) all.push(`!'${customerKey(notCustomer)}'`)
  const words = sql.ref(`${table}.words`)
  const query = sql`cast(${all.join(' & ')} as tsquery)`
  return {
    document: sql<number>`${sql.ref(`${table}.id`)}`,
    matches: sql<SqlBool>`${words} @@ ${query}`,
    score: sql<number>`ts_rank(${words}, ${query})`,
  }
}

export interface SearchDocument {
  id: number
  title: IndexedWords
  body: IndexedWords
  /** Null for a document without notes. */
  notes: IndexedWords | null
  keys: string[]
}

/** Inserts or replaces a document. */
export async function writeDocument(db: Database, document: SearchDocument): Promise<void> {
  const write = engineOfDatabase(db) === 'postgres' ? writeOnPostgres : writeOnSqlite
  await write(db, 'search_documents', { ...document, notes: null })
  if (document.notes) await write(db, 'search_note_documents', document)
}

const textOf = ({ words, others }: IndexedWords) => [...words, apart, ...others].join(' ')

async function writeOnSqlite(db: Database, table: DocumentTable, document: SearchDocument): Promise<void> {
  const { id, title, body, notes, keys } = document
  const columns = {
    title: textOf(title),
    body: textOf(body),
    ...(notes && { notes: textOf(notes) }),
    keys: keys.join(' '),
  }
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  await sql`insert or replace into ${sql.table(table)} (rowid, ${names})
    values (${id}, ${sql.join(Object.values(columns))})`.execute(db)
}

async function writeOnPostgres(db: Database, table: DocumentTable, document: SearchDocument): Promise<void> {
  await sql`insert into ${sql.table(table)} (id, words) values (${document.id}, cast(${vectorOf(document)} as tsvector))
    on conflict (id) do update set words = excluded.words`.execute(db)
}

/** PostgreSQL's largest position; all further words get it too. */
const lastPosition = 16_383

/** The words of a document with positions and weights, in PostgreSQL's tsvector syntax. */
function vectorOf({ title, body, notes, keys }: SearchDocument): string {
  const places = new Map<string, string[]>()
  let place = 0
  const put = (words: string[], weight: string) => {
    place += 1
    for (const word of words) {
      place = Math.min(place + 1, lastPosition)
      if (word === apart) continue
      const all = places.get(word)
      if (all) all.push(place + weight)
      else places.set(word, [place + weight])
    }
  }
  put(title.words, 'A')
  put(body.words, 'B')
  put(notes?.words ?? [], 'C')
  put(title.others, 'A')
  put(body.others, 'B')
  put(notes?.others ?? [], 'C')
  put(keys, 'A')
  return [...places].map(([word, all]) => `'${word}':${all.join(',')}`).join(' ')
}
