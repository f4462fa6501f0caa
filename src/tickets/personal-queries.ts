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
