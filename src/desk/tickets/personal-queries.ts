import { sql } from 'kysely'
import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'
import { ownCondition } from './visibility.ts'

/** Texts are long: few at a time, so that the event loop is not blocked. */
const few = 50
const many = 500

export const allTicketsOf = (ctx: Context, customerId: number) =>
  inPortions(many, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('tickets')
      .select(['id', 'title', 'opened_at', 'closed_at'])
      .where(ownCondition(customerId))
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

export const allParticipationsOf = (ctx: Context, accountId: number) =>
  inPortions(many, { ticket_id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('ticket_people')
      .innerJoin('tickets', 'tickets.id', 'ticket_people.ticket_id')
      .select(['ticket_people.ticket_id', 'tickets.title', 'ticket_people.added_at'])
      .where('ticket_people.account_id', '=', accountId)
      .where('ticket_people.ticket_id', '>', after.ticket_id)
      .orderBy('ticket_people.ticket_id')
      .limit(size)
      .execute(),
  )

export const allMessagesBy = (ctx: Context, authorId: number) =>
  inPortions(few, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('messages')
      .select(['id', 'ticket_id', 'body', 'sent_at'])
      .where('author_id', '=', authorId)
      .where('kind', '=', 'message')
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

/** Earlier versions of the person's titles and first messages, by ticket. */
export const allEditsBy = (ctx: Context, authorId: number) =>
  inPortions(few, { ticket_id: 0, id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('tickets')
      .innerJoin('message_revisions', 'message_revisions.ticket_id', 'tickets.id')
      .select([
        'message_revisions.id',
        'message_revisions.ticket_id',
        'message_revisions.message_id',
        'message_revisions.before',
        'message_revisions.edited_at',
      ])
      .where(ownCondition(authorId))
      .where('message_revisions.author_id', '=', authorId)
      .where('tickets.id', '>=', after.ticket_id)
      .where(sql<boolean>`(tickets.id, message_revisions.id) > (${after.ticket_id}, ${after.id})`)
      .orderBy('tickets.id')
      .orderBy('message_revisions.id')
      .limit(size)
      .execute(),
  )
