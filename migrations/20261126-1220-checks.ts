import { type Kysely, sql } from 'kysely'

const isBoolean = (column: string) => `${column} between 0 and 1`
const rank = 'case when escalated_at is null then 1 else 0 end'

const checks: [table: string, name: string, condition: string][] = [
  ['sessions', 'sessions_second_factor_required', isBoolean('second_factor_required')],
  ['sessions', 'sessions_persistent', isBoolean('persistent')],
  ['messages', 'messages_from_staff', isBoolean('from_staff')],
  ['notification_choices', 'notification_choices_by_email', isBoolean('by_email')],
  ['tickets', 'tickets_queue_rank', `queue_rank = ${rank}`],
  ['audit_entries', 'audit_entries_entity', `entity in ('account', 'session', 'ticket', 'message', 'settings', 'job')`],
]

/**
 * What the program has always written is now what the database takes. Neither engine rewrites a table for this, but
 * each reads it once. Actions and kinds of notifications are registered by features, and so have no check.
 */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`update tickets set queue_rank = ${rank} where queue_rank <> ${rank}`).execute(db)
  for (const [table, name, condition] of checks)
    await sql.raw(`alter table ${table} add constraint ${name} check (${condition})`).execute(db)
}
