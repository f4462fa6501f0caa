import pg from 'pg'
import { openDatabase } from '#platform/db/client.ts'
import { migrateTo, migrateToLatest } from '#platform/db/migrate.ts'
import { indexEverything } from './indexing.ts'
import { beforeSearch, type Filling, type Put, type Table, tables, type Value } from './tables.ts'

const rowsAtOnce = 5000

/** Databases on a PostgreSQL server: a filled one that is kept, and a copy of it for each run. */
export class Server {
  readonly #address
  readonly #client

  constructor(address: string) {
    this.#address = address
    this.#client = new pg.Client(address)
  }

  async #ask(statement: string): Promise<pg.QueryResult> {
    if (!this.#opened) this.#opened = this.#client.connect()
    await this.#opened
    return this.#client.query(statement)
  }
  #opened: Promise<unknown> | undefined

  async has(name: string): Promise<boolean> {
    const found = await this.#ask(`select 1 from pg_database where datname = '${name}'`)
    return found.rowCount === 1
  }

  async fill(name: string, work: (put: Put) => Filling): Promise<void> {
    const unfinished = `${name}_unfinished`
    await this.#ask(`drop database if exists ${unfinished} with (force)`)
    await this.#ask(`create database ${unfinished}`)
    const url = this.#url(unfinished)
    const db = openDatabase(url)
    await migrateTo(db, beforeSearch)
    await putAll(url, work)
    await migrateToLatest(db)
    await db.destroy()
    await indexEverything(url)
    await vacuum(url)
    await this.#ask(`alter database ${unfinished} rename to ${name}`)
  }

  /** @returns the copy's DATABASE_URL */
  async copy(name: string): Promise<string> {
    await this.drop(name)
    await this.#ask(`create database ${name}_run template ${name} strategy file_copy`)
    return this.#url(`${name}_run`)
  }

  async drop(name: string): Promise<void> {
    await this.#ask(`drop database if exists ${name}_run with (force)`)
  }

  async close(): Promise<void> {
    await this.#client.end()
  }

  #url(name: string): string {
    const address = new URL(this.#address)
    address.pathname = name
    return address.href
  }
}

async function putAll(url: string, work: (put: Put) => Filling): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query("set session_replication_role = 'replica'")
  const waiting = new Map<Table, Value[][]>(Object.keys(tables).map((table) => [table as Table, []]))
  const flush = async (least: number) => {
    for (const [table, rows] of waiting) if (rows.length >= least) await insert(client, table, rows.splice(0))
  }
  for (const _ticket of work((table, row) => void waiting.get(table)?.push(row))) await flush(rowsAtOnce)
  await flush(1)
  for (const table of ['accounts', 'tickets', 'messages'])
    await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`)
  await client.end()
}

async function vacuum(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

async function insert(client: pg.Client, table: Table, rows: Value[][]): Promise<void> {
  const names = tables[table].map((column) => `"${column}"`).join(', ')
  const records = rows.map((row) => Object.fromEntries(tables[table].map((column, n) => [column, row[n]])))
  const statement = `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)`
  await client.query(statement, [JSON.stringify(records)])
}
