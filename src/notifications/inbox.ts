import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { whenCommitted, withTransaction } from '../db/transaction.ts'
import { malformed, notFound } from '../errors.ts'
import { type Cursor, pageOf } from '../http/pagination.ts'
import { countUnread, findNews, listNews, readAllOf, setReadAt } from './queries.ts'

/** The bell counts no further than this. */
export const mostCounted = 100

export interface InboxQuery {
  show?: 'unread' | undefined
  limit: number
  cursor?: Cursor | undefined
}

/** A person's own notifications, newest first. */
export async function listInbox(ctx: Context, actor: Actor, { show, limit, cursor }: InboxQuery) {
  if (cursor && cursor.length !== 2) throw malformed('This cursor belongs to another list.')
  const before = cursor?.[1]
  const rows = await listNews(ctx, actor, { count: limit + 1, before, unread: show === 'unread' })
  return pageOf(rows, limit, ({ id }) => [0, id])
}

export const unreadCount = (ctx: Context, actor: Actor) => countUnread(ctx, actor, mostCounted)

export const markNewsRead = (ctx: Context, actor: Actor, id: number) => mark(ctx, actor, id, ctx.clock.now())
export const markNewsUnread = (ctx: Context, actor: Actor, id: number) => mark(ctx, actor, id, null)

/** @throws not-found for what is not the actor's, or no longer to be seen */
async function mark(ctx: Context, actor: Actor, id: number, read_at: number | null): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    if (!(await findNews(ctx, actor, id))) throw notFound('notification')
    if (await setReadAt(ctx, id, read_at)) refreshBell(ctx, actor)
  })
}

/** @param up_to what came later than this one stays unread: nobody has seen it */
export async function markAllNewsRead(ctx: Context, actor: Actor, up_to?: number): Promise<void> {
  if ((await readAllOf(ctx, actor.id, { up_to })) > 0) refreshBell(ctx, actor)
}

/** Whoever opens a ticket has seen what the notifications about it are about. */
export async function readNewsOfTicket(ctx: Context, actor: Actor, ticket_id: number): Promise<void> {
  await readAllOf(ctx, actor.id, { ticket_id })
}

/** On every page that the person has open. */
export const refreshBell = (ctx: Context, { id }: Actor) => whenCommitted(ctx, () => ctx.live.send({ news_for: [id] }))
