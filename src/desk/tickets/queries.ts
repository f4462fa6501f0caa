import { type Selectable, sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { commaList, lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { joinedColumns } from '#platform/identity/people.ts'
import { unseenAnswer } from './message-queries.ts'
import { participantIds, participants, participantsOf, peopleIn } from './participant-queries.ts'
import { type TicketInFull, ticketOf } from './ticket-row.ts'
import { maySee, type TicketsQuery, type Viewer, visibleTo } from './visibility.ts'

/** Selects a few tickets first, then joins their customers and the viewer's read marks. */
export function joined(db: Database, viewer: Viewer, tickets: TicketsQuery) {
  return db
    .selectFrom(tickets.as('tickets'))
    .innerJoin('accounts as customer', 'customer.id', 'tickets.customer_id')
    .leftJoin('accounts as assistant', 'assistant.id', 'tickets.assistant_id')
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
      ...joinedColumns('customer'),
      ...joinedColumns('assistant'),
    ])
    .select((eb) => [
      // A subquery instead of a join, with which PostgreSQL would read all marks of the viewer.
      eb
        .selectFrom('ticket_reads')
        .select('ticket_reads.message_id')
        .where('ticket_reads.account_id', '=', viewer.id)
        .whereRef('ticket_reads.ticket_id', '=', 'tickets.id')
        .as('read_message_id'),
      eb
        .selectFrom('ticket_tags')
        .select(commaList(db, 'ticket_tags.tag').as('tags'))
        .whereRef('ticket_tags.ticket_id', '=', 'tickets.id')
        .as('tags'),
    ])
    .select(participantIds(db).as('participant_ids'))
}

const unreadAbout = (db: Database, viewer: Viewer, id: number) =>
  db
    .selectFrom('notifications')
    .select('notifications.id')
    .where('notifications.account_id', '=', viewer.id)
    .where('notifications.subject_type', '=', sql.lit('ticket'))
    .where('notifications.subject_id', '=', id)
    .where('notifications.read_at', 'is', null)

const oneTicket = compiledOnce((db, values: { id: number; viewer: number }, { is_staff }: Pick<Viewer, 'is_staff'>) => {
  const viewer = { id: values.viewer, is_staff }
  const ticket = db.selectFrom('tickets').selectAll().where('id', '=', values.id).$call(visibleTo(viewer))
  const edits = db.selectFrom('message_revisions').select('id')
  return joined(db, viewer, ticket).select((eb) => [
    unreadAbout(db, viewer, values.id)
      .clearSelect()
      .select(({ fn }) => fn.max('notifications.id').as('newest'))
      .as('newest_notification_id'),
    eb.exists(edits.where('ticket_id', '=', values.id)).as('is_edited'),
    participants(db).as('participants'),
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
    newest_notification_id: row.newest_notification_id ?? 0,
    is_edited: Boolean(row.is_edited),
    participants: peopleIn(row.participants),
    mailbox: { email, email_verified: email_verified_at !== null, email_refused: email_refused_at !== null },
  }
}

/** Whether the ticket exists, regardless of who may see it. */
export async function ticketExists(ctx: Context, id: number): Promise<boolean> {
  const row = await ctx.db.selectFrom('tickets').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

/** A ticket's row, locked until the transaction ends. */
export interface LockedTicket extends Selectable<Schema['tickets']> {
  participant_ids: number[]
  /** Whether the actor has unread notifications about it. */
  has_notifications: boolean
  /** Whether a colleague has answered since the actor last looked at it. */
  has_unseen_answer: boolean
}

// A prepared statement names its columns.
const ticketColumns = [
  'id',
  'title',
  'customer_id',
  'assistant_id',
  'opened_at',
  'open_since',
  'closed_at',
  'priority',
  'escalated_at',
  'queue_rank',
  'waiting_on',
  'waits_since',
  'staff_replied_at',
  'first_answered_at',
  'last_message_id',
  'last_message_at',
  'last_note_id',
  'has_participants',
] as const

const lockedTicket = compiledOnce(
  (db, values: { id: number; viewer: number }, { is_staff }: Pick<Viewer, 'is_staff'>) => {
    const viewer = { id: values.viewer, is_staff }
    return db
      .selectFrom('tickets')
      .select(ticketColumns)
      .where('id', '=', values.id)
      .$call(visibleTo(viewer))
      .$call(lockingRows(db))
      .select(({ exists }) => exists(unreadAbout(db, viewer, values.id)).as('has_notifications'))
      .$if(is_staff, (query) => query.select(({ exists }) => exists(unseenAnswer(db, values)).as('has_unseen_answer')))
  },
)

/**
 * Locks a row of this table alone: after waiting for a lock PostgreSQL reads the row again, but nothing that is joined
 * to it. Participants are therefore read afterwards, if the ticket ever had any.
 */
export async function lockTicket(ctx: Context, viewer: Viewer, id: number): Promise<LockedTicket | undefined> {
  const [row] = await lockedTicket(ctx.db, { id, viewer: viewer.id }, { is_staff: viewer.is_staff })
  if (!row) return undefined
  const participant_ids = row.has_participants === 1 ? await participantsOf(ctx, id) : []
  const [has_notifications, has_unseen_answer] = [Boolean(row.has_notifications), Boolean(row.has_unseen_answer)]
  const ticket = { ...row, has_notifications, has_unseen_answer, participant_ids }
  return maySee(viewer, ticket) ? ticket : undefined
}
