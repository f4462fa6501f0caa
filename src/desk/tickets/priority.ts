import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { priorityChanged } from './activity.ts'
import { updateTicket } from './change-queries.ts'
import { type Priority, priorityOf, rankOf } from './priorities.ts'
import { changeAsStaff } from './staff-change.ts'

export const setPriority = (ctx: Context, actor: Actor, id: number, priority: Priority): Promise<void> =>
  changeAsStaff(
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
