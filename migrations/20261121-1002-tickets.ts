import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'tickets')
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('assistant_id', 'integer', (column) => column.references('accounts.id'))
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('open_since', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('priority', 'integer', (column) => column.notNull().check(sql`priority between 1 and 4`))
    .addColumn('escalated_at', 'bigint')
    .addColumn('queue_rank', 'integer', (column) => column.notNull())
    .addColumn('waiting_on', 'text', (column) => column.notNull().check(sql`waiting_on in ('staff', 'customer')`))
    .addColumn('staff_replied_at', 'bigint', (column) => column.notNull())
    .addColumn('last_message_id', 'integer', (column) => column.notNull())
    .addColumn('last_message_at', 'bigint', (column) => column.notNull())
    .addColumn('last_note_id', 'integer', (column) => column.notNull())
    .execute()

  // One index for each list that a page shows, so that its first page costs the same at any size.
  const open = sql<boolean>`closed_at is null`
  const closed = sql<boolean>`closed_at is not null`
  const list = (name: string, columns: string[], rows: typeof open) =>
    db.schema.createIndex(`tickets_${name}`).on('tickets').columns(columns).where(rows).execute()
  await list('open', ['queue_rank', 'opened_at', 'id'], open)
  await list('unclaimed', ['queue_rank', 'opened_at', 'id'], sql`closed_at is null and assistant_id is null`)
  await list('inactive', ['queue_rank', 'staff_replied_at', 'id'], open)
  await list('closed', ['closed_at', 'id'], closed)
  await list('open_of_assistant', ['assistant_id', 'queue_rank', 'opened_at', 'id'], open)
  await list('closed_of_assistant', ['assistant_id', 'closed_at', 'id'], closed)
  await list('open_of_customer', ['customer_id', 'queue_rank', 'opened_at', 'id'], open)
  await list('closed_of_customer', ['customer_id', 'closed_at', 'id'], closed)
  await list('to_escalate', ['priority', 'open_since', 'id'], sql`closed_at is null and escalated_at is null`)
}
