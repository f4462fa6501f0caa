import { CompiledQuery, type LogEvent } from 'kysely'
import { freshDatabase } from '../../support/database.ts'
import { startApp, type World } from '../../support/world.ts'

export interface SearchedWorld extends World {
  /** How SQLite finds the rows of a table (or of its alias) that the statements of `work` read. */
  searchesOf(table: string, work: () => Promise<unknown>): Promise<string[]>
}

/** SQLite plans without statistics, so its plan for few rows is its plan for many. */
export async function startOnSqlite(): Promise<SearchedWorld> {
  let statements: LogEvent['query'][] = []
  const onStatement = ({ query }: LogEvent) => void statements.push(query)
  const world = await startApp({ database: await freshDatabase('sqlite'), onStatement })
  const searchesOf = async (table: string, work: () => Promise<unknown>) => {
    statements = []
    await work()
    const steps: string[] = []
    for (const { sql, parameters } of statements.filter(({ sql }) => /^\s*(select|update|delete|with)/i.test(sql))) {
      const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
      const { rows } = await world.ctx.db.executeQuery<{ detail: string }>(plan)
      const uses = new RegExp(`^(SEARCH|SCAN) ${table} (EXISTS )?USING INDEX`)
      const details = rows.map(({ detail }) => detail.replace('COVERING ', ''))
      steps.push(...details.filter((detail) => uses.test(detail)))
    }
    return steps
  }
  return { ...world, searchesOf }
}
