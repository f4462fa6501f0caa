import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { priorityChanged } from './activity.ts'
import { updateTicket } from './change-queries.ts'
import { isLate, takeMarkOff } from './escalation-marks.ts'
import { type Priority, priorityOf, rankOf } from './priorities.ts'
import { changeAsStaff } from './staff-change.ts'

/** Also ends the escalation, if the ticket has not waited long enough for the new priority. */
export const setPriority = (ctx: Context, actor: Actor, id: number, priority: Priority): Promise<void> =>
  changeAsStaff(
    ctx,
    actor,
    id,
    priorityChanged,
    { priority },
    {
      read: async (_ctx, ticket) => ({ priority: priorityOf(ticket.priority) }),
      write: async (ctx, ticket) => {
        const now = ctx.clock.now()
        const mark = isLate(ctx, ticket, priority, now) ? {} : await takeMarkOff(ctx, actor, ticket, now)
        await updateTicket(ctx, id, { priority: rankOf(priority), ...mark })
      },
    },
  )
