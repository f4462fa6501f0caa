import { CompiledQuery, type LogEvent, sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { engine } from '../support/database.ts'
import { exceptions } from './exceptions.ts'
import { scansOnPostgres, scansOnSqlite } from './scans.ts'

interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** Statements whose plan was already checked in this process, by any test. */
const explained = new Set<string>()

const hasPlan = /^\s*(select|insert|update|delete|with)\b/i

/** Collects the statements that run during `watch`, and reports those that read whole tables. */
export class Plans {
  readonly #statements = new Map<string, Statement>()
  readonly #seen = new Set<string>()
  #watching = false

  readonly onStatement = ({ level, query }: LogEvent) => {
    if (!this.#watching || level !== 'query' || !hasPlan.test(query.sql)) return
    this.#seen.add(query.sql)
    if (explained.has(query.sql)) return
    this.#statements.set(query.sql, { sql: query.sql, parameters: query.parameters })
  }

  async watch<T>(work: () => Promise<T>): Promise<T> {
    this.#watching = true
    try {
      return await work()
    } finally {
      this.#watching = false
    }
  }

  /** How many statements were watched, including those that another test has already checked. */
  get size(): number {
    return this.#seen.size
  }

  /** The statements that read a whole table, each with the tables that it reads. */
  async scans({ db }: Context): Promise<string[]> {
    const statements = [...this.#statements.values()]
    this.#statements.clear()
    for (const { sql } of statements) explained.add(sql)
    const found = engine === 'sqlite' ? await explainOnSqlite(db, statements) : await explainOnPostgres(db, statements)
    return found.filter((line) => !exceptions.some(({ statement }) => statement.test(line)))
  }
}

async function explainOnSqlite(db: Database, statements: Statement[]): Promise<string[]> {
  const found = []
  for (const { sql, parameters } of statements) {
    const plan = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    )
    const scans = scansOnSqlite(
      sql,
      plan.rows.map(({ detail }) => detail),
    )
    if (scans.length > 0) found.push(`${scans.join('; ')} in ${sql}`)
  }
  return found
}

/** Plans as if every table were large: every index that helps is used. */
const explainOnPostgres = (db: Database, statements: Statement[]) =>
  db.transaction().execute(async (db) => {
    await sql`set local enable_seqscan = off`.execute(db)
    const found = []
    for (const { sql, parameters } of statements) {
      const { rows } = await db.executeQuery<Record<string, [{ Plan: object }]>>(
        CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters]),
      )
      const [{ Plan: plan }] = Object.values(rows[0] ?? {})[0] as [{ Plan: object }]
      const scans = scansOnPostgres(plan)
      if (scans.length > 0) found.push(`${scans.join('; ')} in ${sql}`)
    }
    return found
  })
