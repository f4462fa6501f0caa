import type { Context } from '../context.ts'

export const allTicketsOf = (ctx: Context, customerId: number) =>
  ctx.db
    .selectFrom('tickets')
    .select(['id', 'title', 'opened_at', 'closed_at'])
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute()

export const allMessagesBy = (ctx: Context, authorId: number) =>
  ctx.db
    .selectFrom('messages')
    .select(['id', 'ticket_id', 'body', 'sent_at'])
    .where('author_id', '=', authorId)
    .where('kind', '=', 'message')
    .orderBy('id')
    .execute()

/** What an own title or first message said before. */
export const allEditsBy = (ctx: Context, authorId: number) =>
  ctx.db
    .selectFrom('tickets')
    .innerJoin('edits', 'edits.ticket_id', 'tickets.id')
    .select(['edits.ticket_id', 'edits.message_id', 'edits.before', 'edits.edited_at'])
    .where('tickets.customer_id', '=', authorId)
    .where('edits.author_id', '=', authorId)
    .orderBy('edits.id')
    .execute()
