import { type Insertable, type Selectable, sql, type UpdateObject } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { commaList, lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import { staffTypes } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type TicketInFull, ticketOf } from './ticket-row.ts'
import { type TicketsQuery, type Viewer, visibleTo } from './visibility.ts'

/** Takes a few tickets, then fetches who they belong to and how far the viewer has read them. */
export function joined(db: Database, viewer: Viewer, tickets: TicketsQuery) {
  return db
    .selectFrom(tickets.as('tickets'))
    .innerJoin('accounts as customer', 'customer.id', 'tickets.customer_id')
    .leftJoin('accounts as assistant', 'assistant.id', 'tickets.assistant_id')
    .leftJoin('ticket_reads', (join) =>
      join.onRef('ticket_reads.ticket_id', '=', 'tickets.id').on('ticket_reads.account_id', '=', viewer.id),
    )
    .select([
      'tickets.id',
      'tickets.title',
      'tickets.customer_id',
      'tickets.assistant_id',
      'tickets.opened_at',
      'tickets.closed_at',
      'tickets.waiting_on',
      'tickets.waits_since',
      'tickets.last_message_id',
      'tickets.last_message_at',
      'tickets.last_note_id',
      'tickets.priority',
      'tickets.escalated_at',
      'customer.username as customer_username',
      'customer.display_name as customer_display_name',
      'customer.profile_icon as customer_profile_icon',
      'customer.picture_id as customer_picture_id',
      'customer.account_type as customer_account_type',
      'assistant.username as assistant_username',
      'assistant.display_name as assistant_display_name',
      'assistant.profile_icon as assistant_profile_icon',
      'assistant.picture_id as assistant_picture_id',
      'assistant.account_type as assistant_account_type',
      'ticket_reads.message_id as read_message_id',
    ])
    .select((eb) =>
      eb
        .selectFrom('ticket_tags')
        .select(commaList(db, 'ticket_tags.tag').as('tags'))
        .whereRef('ticket_tags.ticket_id', '=', 'tickets.id')
        .as('tags'),
    )
}

const oneTicket = compiledOnce((db, values: { id: number; viewer: number }, { is_staff }: Pick<Viewer, 'is_staff'>) => {
  const viewer = { id: values.viewer, is_staff }
  const ticket = db.selectFrom('tickets').selectAll().where('id', '=', values.id).$call(visibleTo(viewer))
  const [notifications, edits] = [
    db.selectFrom('notifications').select('id'),
    db.selectFrom('message_revisions').select('id'),
  ]
  return joined(db, viewer, ticket).select((eb) => [
    eb
      .exists(
        notifications
          .where('account_id', '=', viewer.id)
          .where('subject_type', '=', sql.lit('ticket'))
          .where('subject_id', '=', values.id)
          .where('read_at', 'is', null),
      )
      .as('has_notifications'),
    eb.exists(edits.where('ticket_id', '=', values.id)).as('is_edited'),
    'customer.email',
    'customer.email_verified_at',
    'customer.email_refused_at',
  ])
})

export async function findTicket(ctx: Context, actor: Actor, id: number): Promise<TicketInFull | undefined> {
  const [row] = await oneTicket(ctx.db, { id, viewer: actor.id }, { is_staff: actor.is_staff })
  if (!row) return undefined
  const { email, email_verified_at, email_refused_at } = row
  return {
    ...ticketOf(row, actor),
    has_notifications: Boolean(row.has_notifications),
    is_edited: Boolean(row.is_edited),
    mailbox: { email, email_verified: email_verified_at !== null, email_refused: email_refused_at !== null },
  }
}

/** Whether there is such a ticket, whoever may see it. */
export async function ticketExists(ctx: Context, id: number): Promise<boolean> {
  const row = await ctx.db.selectFrom('tickets').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

export async function insertTicket(ctx: Context, ticket: Insertable<Schema['tickets']>): Promise<number> {
  const { id } = await ctx.db.insertInto('tickets').values(ticket).returning('id').executeTakeFirstOrThrow()
  return id
}

type TicketChange = UpdateObject<Schema, 'tickets', 'tickets'>

export async function updateTicket(ctx: Context, id: number, change: TicketChange): Promise<void> {
  await ctx.db.updateTable('tickets').set(change).where('id', '=', id).execute()
}

/** A ticket's row, which nobody else changes until the transaction ends. */
export type LockedTicket = Selectable<Schema['tickets']>

/** Of this table alone: PostgreSQL looks again at a row that it waited for, and at nothing that is joined to it. */
export const lockTicket = (ctx: Context, viewer: Viewer, id: number): Promise<LockedTicket | undefined> =>
  ctx.db
    .selectFrom('tickets')
    .selectAll()
    .where('id', '=', id)
    .$call(visibleTo(viewer))
    .$call(lockingRows(ctx.db))
    .executeTakeFirst()

/** For the first answer's time: what was set once stays. */
export const firstAnswer = (at: number) => sql<number>`coalesce(first_answered_at, ${at})`

/** Takes at most `count` of an assistant's open tickets away. @returns them, and whether there may be more */
export async function releaseTicketsOf(ctx: Context, assistantId: number, count: number) {
  const open = ctx.db.selectFrom('tickets').select('id').where('assistant_id', '=', assistantId)
  const some = await open.where('closed_at', 'is', null).orderBy('queue_rank').limit(count).execute()
  if (some.length === 0) return { tickets: [], more: false }
  const ids = some.map(({ id }) => id)
  const release = ctx.db.updateTable('tickets').set({ assistant_id: null }).where('id', 'in', ids)
  const tickets = await release
    .where('assistant_id', '=', assistantId)
    .where('closed_at', 'is', null)
    .returning(['id', 'customer_id'])
    .execute()
  return { tickets, more: some.length === count }
}

/** For many tickets whose newest message is one that was just inserted. */
export async function refreshNewestMessages(ctx: Context, ids: number[], last_message_at: number): Promise<void> {
  if (ids.length === 0) return
  await ctx.db
    .updateTable('tickets')
    .set(({ selectFrom }) => ({
      last_message_at,
      last_message_id: selectFrom('messages')
        .select(({ fn }) => fn.max('messages.id').as('id'))
        .whereRef('messages.ticket_id', '=', 'tickets.id')
        .where('messages.kind', '!=', 'note'),
    }))
    .where('id', 'in', ids)
    .execute()
}

export async function tagsOf(ctx: Context, ticketId: number): Promise<string[]> {
  const rows = await ctx.db.selectFrom('ticket_tags').select('tag').where('ticket_id', '=', ticketId).execute()
  return rows.map(({ tag }) => tag).sort()
}

/** Remembers that an account has seen a ticket up to a message, and the notifications about it; never goes back. */
export async function setTicketRead(
  ctx: Context,
  account_id: number,
  ticket_id: number,
  message_id: number,
): Promise<void> {
  const read_at = ctx.clock.now()
  await ctx.db
    .insertInto('ticket_reads')
    .values({ account_id, ticket_id, message_id, read_at })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'ticket_id'])
        .doUpdateSet({ message_id, read_at })
        .where('ticket_reads.message_id', '<', message_id),
    )
    .execute()
}

/** Whoever on staff has seen the ticket has not seen it as it is now. */
export async function setUnreadForStaff(ctx: Context, { id, customer_id }: LockedTicket): Promise<void> {
  const staff = ctx.db.selectFrom('accounts').select('id').where('account_type', 'in', staffTypes)
  await ctx.db
    .updateTable('ticket_reads')
    .set({ message_id: 0, read_at: ctx.clock.now() })
    .where('ticket_id', '=', id)
    .where('account_id', 'in', staff)
    .where('account_id', '!=', customer_id)
    .execute()
}

export async function replaceTags(ctx: Context, ticket_id: number, tags: string[]): Promise<void> {
  await ctx.db.deleteFrom('ticket_tags').where('ticket_id', '=', ticket_id).execute()
  const rows = tags.map((tag) => ({ ticket_id, tag }))
  if (rows.length > 0) await ctx.db.insertInto('ticket_tags').values(rows).execute()
}
