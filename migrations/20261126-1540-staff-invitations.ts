import { type Kysely, sql } from 'kysely'
import { tableWithId } from './portable.ts'

/** Colleagues whom admins have invited by their address, and as what. */
export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'staff_invitations')
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('email_key', 'text', (column) => column.notNull())
    .addColumn('account_type', 'text', (column) => column.notNull())
    .addColumn('invited_by', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('invited_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('mailed', 'integer', (column) => column.notNull())
    .addColumn('refused_at', 'bigint')
    .addColumn('token_hash', 'text', (column) => column.unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .addCheckConstraint('staff_invitations_account_type', sql`account_type in ('assistant', 'admin')`)
    .addCheckConstraint('staff_invitations_mailed', sql`mailed between 0 and 1`)
    .addCheckConstraint('staff_invitations_state', sql`state in ('open', 'accepted', 'replaced', 'withdrawn')`)
    .execute()
  const index = (name: string) => db.schema.createIndex(name).on('staff_invitations')
  const isOpen = sql<boolean>`state = 'open'`
  await index('staff_invitations_open').unique().column('email_key').where(isOpen).execute()
  await index('staff_invitations_by').columns(['invited_by', 'state']).execute()
  await index('staff_invitations_by_state').columns(['state', 'id']).execute()
  await index('staff_invitations_by_expiry').column('expires_at').execute()
  await sql.raw('alter table audit_entries drop constraint audit_entries_entity').execute(db)
  const entities = `'account', 'session', 'ticket', 'message', 'settings', 'job', 'event', 'booking', 'conversation',
    'token', 'pass', 'door', 'invitation'`
  await sql
    .raw(`alter table audit_entries add constraint audit_entries_entity check (entity in (${entities}))`)
    .execute(db)
}
