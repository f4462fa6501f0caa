import type { Context } from '#context'
import type { Action } from '#platform/activity/action.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type ChangeFact, priorityChanged, tagsChanged } from './activity.ts'
import { refuseOwn } from './notes.ts'
import { type Priority, priorityOf, rankOf } from './priorities.ts'
import { type LockedTicket, replaceTags, tagsOf, updateTicket } from './queries.ts'
import { getTicketForUpdate } from './tickets.ts'

export const setPriority = (ctx: Context, actor: Actor, id: number, priority: Priority): Promise<void> =>
  mark(
    ctx,
    actor,
    id,
    priorityChanged,
    { priority },
    {
      read: async (_ctx, ticket) => ({ priority: priorityOf(ticket.priority) }),
      write: (ctx) => updateTicket(ctx, id, { priority: rankOf(priority) }),
    },
  )

export const setTags = (ctx: Context, actor: Actor, id: number, tags: string[]): Promise<void> =>
  mark(
    ctx,
    actor,
    id,
    tagsChanged,
    { tags },
    {
      read: async (ctx) => ({ tags: await tagsOf(ctx, id) }),
      write: (ctx) => replaceTags(ctx, id, tags),
    },
  )

type Values = Record<string, unknown>

interface Mark {
  read(ctx: Context, ticket: LockedTicket): Promise<Values>
  write(ctx: Context): Promise<void>
}

function mark(
  ctx: Context,
  actor: Actor,
  id: number,
  action: Action<ChangeFact>,
  after: Values,
  { read, write }: Mark,
): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    refuseOwn(actor, ticket)
    const before = await read(ctx, ticket)
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await write(ctx)
    await record(ctx, action, { actor_id: actor.id, ticket, before, after })
  })
}
