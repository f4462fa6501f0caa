import { type Kysely, sql } from 'kysely'

/** By what each door was opened, so that a device whose door another one closed opens no other. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('doors').addColumn('device', 'text').execute()
  await db.schema
    .alterTable('doors')
    .addColumn('cut_off', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('doors_cut_off')
    .on('doors')
    .columns(['event_id', 'device'])
    .where(sql.ref('cut_off'), '=', sql.lit(1))
    .execute()
}
