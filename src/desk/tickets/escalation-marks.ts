import type { Context } from '#context'
import { hour } from '#lib/durations.ts'
import { record } from '#platform/activity/record.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { ticketDeescalated } from './escalation-activity.ts'
import { escalationColumns, type Since } from './escalation-queries.ts'
import type { Priority } from './priorities.ts'
import type { LockedTicket } from './queries.ts'
import { settleEscalation } from './recipients.ts'

/** An answer ends the waiting time, unless time is counted from the ticket's opening. */
export const answerEndsEscalation = (ctx: Context) => ctx.settings.current.escalate_when === 'waiting'

/** The column from which a ticket's time is counted. */
export const countedSince = (ctx: Context): Since => (answerEndsEscalation(ctx) ? 'waits_since' : 'open_since')

/** Tickets of a priority are late if their time began before this. */
export const lateBefore = ({ settings }: Context, priority: Priority, now: number) =>
  now - settings.current[`escalate_hours_${priority}`] * hour

export const isLate = (ctx: Context, ticket: LockedTicket, priority: Priority, now: number) =>
  ticket[countedSince(ctx)] < lateBefore(ctx, priority, now)

/** @returns what remains to be written into the ticket's row */
export async function takeMarkOff(ctx: Context, actor: Actor, ticket: LockedTicket, now: number) {
  if (ticket.escalated_at === null) return {}
  await record(ctx, ticketDeescalated, { actor_id: actor.id, ticket }, now)
  await settleEscalation(ctx, ticket)
  return escalationColumns(null)
}
