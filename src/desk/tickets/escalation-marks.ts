import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { ticketDeescalated } from './escalation-activity.ts'
import { escalationColumns } from './escalation-queries.ts'
import type { LockedTicket } from './queries.ts'

/** An answer ends the time for which a ticket has waited, unless that is counted from its opening. */
export const answerEndsEscalation = (ctx: Context) => ctx.settings.current.escalate_when === 'waiting'

/** @returns what is still to be written into the ticket's row */
export async function takeMarkOff(ctx: Context, actor: Actor, ticket: LockedTicket, now: number) {
  if (ticket.escalated_at === null) return {}
  await record(ctx, ticketDeescalated, { actor_id: actor.id, ticket }, now)
  return escalationColumns(null)
}
