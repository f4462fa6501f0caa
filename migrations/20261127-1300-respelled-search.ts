import { type Kysely, sql } from 'kysely'

/**
 * Traditional and simplified Chinese are one spelling in the search from now on. What earlier versions wrote there is
 * written anew by jobs, the newest first.
 */
export async function up(db: Kysely<unknown>) {
  const now = Date.now()
  const largest = async (table: string) => {
    const { rows } = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(db)
    return rows[0]?.id ?? 0
  }
  const queue = (kind: string, payload: object) =>
    sql`
    insert into jobs (kind, payload, status, attempts, priority, run_at, created_at)
    values (${kind}, ${JSON.stringify(payload)}, 'queued', 0, 1, ${now}, ${now})`.execute(db)
  const [account_id, ticket_id, event_id] = [
    await largest('accounts'),
    await largest('tickets'),
    await largest('events'),
  ]
  if (account_id > 0) await queue('respell_search', { account_id, ticket_id, next_part: 0 })
  if (event_id > 0) await queue('respell_events', { event_id })
}
