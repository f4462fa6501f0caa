import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

/** Every mail of a desk that is not in production, to be read in the browser. */
export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'caught_mails')
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('caught_at', 'bigint', (column) => column.notNull())
    .execute()
}
