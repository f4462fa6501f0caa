import { sql } from 'kysely'
import { type Database, openDatabase } from '#platform/db/client.ts'
import { engineOfDatabase } from '#platform/db/dialect.ts'

interface Facts {
  /** Name, type, other properties. */
  columns: [name: string, type: string, rest: string][]
  indexes: string[]
  checks: string[]
}

/** The schema in words that both engines share: tables, columns, keys, checks and indexes. */
export async function schemaText(url: string): Promise<string> {
  const db = openDatabase(url)
  try {
    const all = (await db.introspection.getTables()).map(({ name }) => name)
    const tables = all.filter((name) => !isEnginesOwn(name)).sort()
    const texts = []
    for (const table of tables) texts.push(textOf(table, await factsOf(db, table)))
    return texts.join('\n')
  } finally {
    await db.destroy()
  }
}

/** Full text search uses different objects on each engine; tests/search test it. */
const isEnginesOwn = (table: string) => /^search_(note_)?documents(_(data|idx|content|docsize|config))?$/.test(table)

function textOf(table: string, { columns, indexes, checks }: Facts): string {
  const lines = columns.map(([name, type, rest]) => `${name} ${sizes[type] ?? type}${rest}`)
  return `${[table, ...[...lines, ...checks.sort(), ...indexes.sort()].map((line) => `  ${line}`)].join('\n')}\n`
}

/** On SQLite `bigint` and `integer` are the same; on PostgreSQL they are not. */
const sizes: Record<string, string> = { int4: 'integer', int8: 'bigint' }

const factsOf = (db: Database, table: string) =>
  engineOfDatabase(db) === 'sqlite' ? factsOfSqlite(db, table) : factsOfPostgres(db, table)

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/\bcast\((\w+|"\w+") as \w+\)/g, '$1')
    .replaceAll(/::\w+|["()]/g, '')
const valuesIn = (text: string) => [...text.matchAll(/'([^']*)'/g)].map(([, value]) => value).join(', ')
const list = (columns: string[]) => `(${columns.join(', ')})`
const nullness = (required: boolean) => (required ? ' not null' : ' null')

async function factsOfSqlite(db: Database, table: string): Promise<Facts> {
  const rows = async <T>(statement: string) => (await sql.raw<T>(statement).execute(db)).rows
  const columns = await rows<{ name: string; type: string; notnull: number; pk: number }>(`pragma table_info(${table})`)
  const keys = await rows<{ from: string; table: string; to: string; on_delete: string }>(
    `pragma foreign_key_list(${table})`,
  )
  const indexes = await rows<{ name: string; unique: number; origin: string }>(`pragma index_list(${table})`)
  const [{ sql: made } = { sql: '' }] = await rows<{ sql: string }>(
    `select sql from sqlite_master where name = '${table}'`,
  )
  const described = indexes
    .filter(({ origin }) => origin !== 'pk')
    .map(async ({ name, unique, origin }) => {
      const on = await rows<{ name: string | null }>(`pragma index_info(${name})`)
      const [{ sql: text } = { sql: null }] = await rows<{ sql: string | null }>(
        `select sql from sqlite_master where name = '${name}'`,
      )
      const columns = on.map((column) => column.name ?? expressionIn(text))
      return indexText({ name, unique: unique === 1, named: origin === 'c', columns, text })
    })
  return {
    columns: columns.map(({ name, type, notnull, pk }) => [
      name,
      type.toLowerCase(),
      nullness(notnull === 1 || pk > 0),
    ]),
    checks: [
      primaryKey(columns.filter(({ pk }) => pk > 0).map(({ name }) => name)),
      ...keys.map((key) => foreignKey(key.from, key.table, key.to, key.on_delete)),
      ...[...made.matchAll(/check \((.*?)\)(?=,|\)|$)/gis)].map(([, text = '']) => checkText(text)),
    ],
    indexes: await Promise.all(described),
  }
}

async function factsOfPostgres(db: Database, table: string): Promise<Facts> {
  const columns = await sql<{ name: string; type: string; required: boolean }>`
    select column_name as name, udt_name as type, is_nullable = 'NO' as required
    from information_schema.columns where table_name = ${table} order by ordinal_position`.execute(db)
  const constraints = await sql<{ kind: string; columns: string[]; text: string }>`
    select contype as kind, pg_get_constraintdef(c.oid) as text, array(
      select attname::text from unnest(conkey) with ordinality as k(n, place)
      join pg_attribute a on a.attrelid = conrelid and a.attnum = k.n order by place) as columns
    from pg_constraint c where conrelid = ${table}::regclass and contype in ('p', 'f', 'c')`.execute(db)
  const indexes = await sql<{ name: string; unique: boolean; named: boolean; columns: string[]; text: string }>`
    select i.indexrelid::regclass::text as name, indisunique as unique, k.oid is null as named,
      pg_get_indexdef(i.indexrelid) as text, array(
        select pg_get_indexdef(i.indexrelid, n, true) from generate_series(1, indnkeyatts) n order by n) as columns
    from pg_index i left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
    where indrelid = ${table}::regclass and not indisprimary`.execute(db)
  const of = (kind: string) => constraints.rows.filter((one) => one.kind === kind)
  return {
    columns: columns.rows.map(({ name, type, required }) => [name, type, nullness(required)]),
    checks: [
      ...of('p').map((key) => primaryKey(key.columns)),
      ...of('f').map(({ columns, text }) => {
        const [, to = '', column = '', rest = ''] = /references (\w+)\((\w+)\)(.*)/i.exec(text) ?? []
        return foreignKey(columns.join(', '), to, column, /on delete (set null|\w+)/i.exec(rest)?.[1] ?? 'no action')
      }),
      ...of('c').map(({ text }) => checkText(text.replace(/^check /i, ''))),
    ],
    indexes: indexes.rows.map(indexText),
  }
}

const primaryKey = (columns: string[]) => `primary key ${list(columns)}`
const foreignKey = (from: string, table: string, to: string, gone: string) =>
  `foreign key (${from}) to ${table} (${to}), on delete ${gone.toLowerCase()}`
/** The engines store the same condition in different forms, so only its values are compared. */
const checkText = (text: string) => {
  const [column = '', ...rest] = plain(text).split(/\s+/)
  return `check ${column}: ${rangeIn(text) || valuesIn(text) || rest.join(' ')}`
}
/** PostgreSQL stores `between` as two comparisons. */
const rangeIn = (text: string) => {
  const [, least, most] = /between (\d+) and (\d+)/i.exec(text) ?? /.*>= (\d+)\W.*<= (\d+)/.exec(text) ?? []
  return least && `${least} to ${most}`
}

/** The expression of an index: SQLite has it only in the stored statement. */
const expressionIn = (text: string | null) => /\son\s+\S+\s*\((.*?)\)\s*(?:where\s.*)?$/is.exec(text ?? '')?.[1] ?? '?'

interface Index {
  name: string
  unique: boolean
  /** False for indexes that a constraint created, as each engine names them differently. */
  named: boolean
  columns: string[]
  text: string | null
}

function indexText({ name, unique, named, columns, text }: Index): string {
  const where = text && /\swhere\s(.*)$/is.exec(text)?.[1]
  const kind = unique ? 'unique' : 'index'
  return `${kind}${named ? ` ${name}` : ''} ${list(columns.map(plain))}${where ? ` where ${plain(where)}` : ''}`
}
