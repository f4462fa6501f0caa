import type { Kysely } from 'kysely'

const columns = [
  ['accounts', 'erased_at', 'deleted_at'],
  ['sessions', 'awaits_second_step', 'second_factor_required'],
  ['messages', 'event', 'action'],
  ['messages', 'about_id', 'subject_id'],
  ['caught_mails', 'caught_at', 'captured_at'],
] as const

const tables = [
  ['edits', 'message_revisions'],
  ['read_marks', 'ticket_reads'],
  ['kept_answers', 'idempotency_keys'],
  ['caught_mails', 'captured_mails'],
] as const

/** One word for one thing: what the pages, the API and the code call them. */
export async function up(db: Kysely<unknown>) {
  for (const [table, from, to] of columns) await db.schema.alterTable(table).renameColumn(from, to).execute()
  for (const [from, to] of tables) await db.schema.alterTable(from).renameTo(to).execute()
  const jobs = db as Kysely<{ jobs: { kind: string } }>
  await jobs
    .updateTable('jobs')
    .set({ kind: 'delete_personal_rows' })
    .where('kind', '=', 'erase_personal_rows')
    .execute()
}
