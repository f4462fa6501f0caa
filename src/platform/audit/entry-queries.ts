import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Context } from '#context'
import type { AccountType, Schema } from '#platform/db/schema.ts'
import type { Cursor } from '#platform/http/pagination.ts'

export interface EntryFilter {
  /** Null for actions without an actor. */
  actor_id?: number | null | undefined
  action?: string | undefined
  entity?: string | undefined
  entity_id?: number | undefined
  /** UNIX milliseconds; `from` is included, `until` is not. */
  from?: number | undefined
  until?: number | undefined
}

export interface EntryRow extends Selectable<Schema['audit_entries']> {
  username: string | null
  display_name: string | null
  profile_icon: string | null
  picture_id: string | null
  account_type: AccountType | null
  /** For an entry about an account: its present name, and when it was erased. */
  subject_name: string | null
  subject_deleted_at: number | null
  /** For an entry about a message: its ticket. */
  message_ticket_id: number | null
}

/** Newest first, by keyset over time and id. */
export function listEntries(ctx: Context, filter: EntryFilter, count: number, after?: Cursor): Promise<EntryRow[]> {
  const { actor_id, action, entity, entity_id, from, until } = filter
  let query = ctx.db.selectFrom('audit_entries').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(count)
  if (actor_id !== undefined) query = query.where('actor_id', actor_id === null ? 'is' : '=', actor_id)
  if (action) query = query.where('action', '=', action)
  if (entity) query = query.where('entity', '=', entity)
  if (entity_id !== undefined) query = query.where('entity_id', '=', entity_id)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  if (after) query = query.where(sql<boolean>`(at, id) < (${sql.join([...after])})`)
  return named(ctx, query).orderBy('audit_entries.at', 'desc').orderBy('audit_entries.id', 'desc').execute()
}

type Entries = SelectQueryBuilder<Schema, 'audit_entries', Selectable<Schema['audit_entries']>>

/** Selects a few entries first, then joins the people and things that they are about. */
const named = (ctx: Context, entries: Entries) =>
  ctx.db
    .selectFrom(entries.as('audit_entries'))
    .leftJoin('accounts as actor', 'actor.id', 'audit_entries.actor_id')
    .leftJoin('accounts as subject', (join) =>
      join.onRef('subject.id', '=', 'audit_entries.entity_id').on('audit_entries.entity', '=', 'account'),
    )
    .leftJoin('messages', (join) =>
      join.onRef('messages.id', '=', 'audit_entries.entity_id').on('audit_entries.entity', '=', 'message'),
    )
    .selectAll('audit_entries')
    .select(['actor.username', 'actor.display_name', 'actor.profile_icon', 'actor.picture_id', 'actor.account_type'])
    .select(['subject.display_name as subject_name', 'subject.deleted_at as subject_deleted_at'])
    .select('messages.ticket_id as message_ticket_id')

/** The entries about a ticket and its messages, newest first. */
export function listEntriesOfTicket(
  ctx: Context,
  ticketId: number,
  count: number,
  before?: number,
): Promise<EntryRow[]> {
  let entries = ctx.db.selectFrom('audit_entries').select('id').orderBy('id', 'desc').limit(count)
  if (before !== undefined) entries = entries.where('id', '<', before)
  const ofTicket = entries.where('entity', '=', 'ticket').where('entity_id', '=', ticketId)
  const messages = ctx.db
    .selectFrom('messages')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('kind', '!=', 'system')
  const ofMessages = entries.where('entity', '=', 'message').where('entity_id', 'in', messages)
  const ids = ctx.db
    .selectFrom(ofTicket.as('of_ticket'))
    .select('id')
    .union(ctx.db.selectFrom(ofMessages.as('of_messages')).select('id'))
  const query = ctx.db.selectFrom('audit_entries').selectAll().where('id', 'in', ids).orderBy('id', 'desc').limit(count)
  return named(ctx, query).orderBy('audit_entries.id', 'desc').execute()
}

/** The names of accounts that entries mention. */
export async function namesOf(ctx: Context, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.selectFrom('accounts').select(['id', 'display_name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, display_name }) => [id, display_name]))
}

/** Every action ever recorded. Each costs one index lookup, however many entries there are. */
export async function listActions(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive actions (action) as (
      select min(action) from audit_entries
      union all
      select (select min(action) from audit_entries where action > actions.action) from actions where action is not null
    )
    select action from actions where action is not null`.execute(ctx.db)
  return rows.map(({ action }) => action)
}
