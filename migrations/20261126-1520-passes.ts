import { type Kysely, sql } from 'kysely'
import { tableWithId } from './portable.ts'

/** A pass for each booked place, when it was shown, and the keys that sign the codes of passes. */
export async function up(db: Kysely<unknown>) {
  await typeNumbers(db)
  await passes(db)
  await tableWithId(db, 'pass_showings')
    .addColumn('pass_id', 'integer', (column) => column.notNull().references('passes.id').onDelete('cascade'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('shown_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('pass_showings_of_pass').on('pass_showings').columns(['pass_id', 'id']).execute()
  await db.schema.createIndex('pass_showings_by_time').on('pass_showings').column('shown_at').execute()
  await db.schema
    .createTable('pass_keys')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('retired_at', 'bigint')
    .addCheckConstraint('pass_keys_id', sql`id between 1 and 255`)
    .execute()
  await sql.raw('alter table audit_entries drop constraint audit_entries_entity').execute(db)
  const entities = `'account', 'session', 'ticket', 'message', 'settings', 'job', 'event', 'booking', 'conversation',
    'token', 'pass', 'door'`
  await sql
    .raw(`alter table audit_entries add constraint audit_entries_entity check (entity in (${entities}))`)
    .execute(db)
}

/** Which type of its event one is, for good; a code has room for a small number alone. */
async function typeNumbers(db: Kysely<unknown>) {
  await db.schema
    .alterTable('event_types')
    .addColumn('number', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`
    update event_types set number = (
      select count(*) from event_types as others
      where others.event_id = event_types.event_id and others.id <= event_types.id)`.execute(db)
  await db.schema.createIndex('event_types_number').unique().on('event_types').columns(['event_id', 'number']).execute()
}

async function passes(db: Kysely<unknown>) {
  await tableWithId(db, 'passes')
    .addColumn('place_id', 'integer', (column) =>
      column.notNull().unique().references('booked_places.id').onDelete('cascade'),
    )
    .addColumn('event_id', 'integer', (column) => column.notNull().references('events.id'))
    .addColumn('holder_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('public_id', 'text', (column) => column.notNull().unique())
    .addColumn('short_code', 'text', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('type_number', 'integer', (column) => column.notNull())
    .addColumn('tag', 'text')
    .addColumn('session_id', 'text')
    .addColumn('shown_at', 'bigint')
    .addColumn('used_at', 'bigint')
    .addColumn('cancelled_at', 'bigint')
    .addCheckConstraint('passes_generation', sql`generation between 1 and 65535`)
    .addCheckConstraint('passes_type_number', sql`type_number between 0 and 65535`)
    .addCheckConstraint(
      'passes_shown',
      sql`(tag is null) = (session_id is null) and (tag is null) = (shown_at is null)`,
    )
    .execute()
  await db.schema.createIndex('passes_of_event').on('passes').columns(['event_id', 'id']).execute()
  await db.schema.createIndex('passes_of_holder').on('passes').columns(['holder_id', 'event_id']).execute()
  await db.schema
    .createIndex('passes_by_short_code')
    .unique()
    .on('passes')
    .columns(['event_id', 'short_code'])
    .execute()
  await db.schema
    .createIndex('passes_used')
    .on('passes')
    .column('event_id')
    .where(sql.ref('used_at'), 'is not', null)
    .execute()
}
