import { record, recordAll } from '../activity/record.ts'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { ticketReleased } from './activity.ts'
import { holdColleague } from './participant-queries.ts'
import { type LockedTicket, refreshNewestMessages, releaseTicketsOf } from './queries.ts'

/** Of a ticket whose assistant is not at the desk any more: nobody would look after it. @returns the System line */
export async function dropFormerStaff(
  ctx: Context,
  actor: Actor,
  { assistant_id, ...ticket }: LockedTicket,
  now: number,
): Promise<number | null> {
  if (assistant_id === null || (await holdColleague(ctx, assistant_id))) return null
  return record(ctx, ticketReleased, { actor_id: actor.id, ticket: { ...ticket, assistant_id } }, now)
}

/**
 * Gives back everything that a person who leaves the desk had claimed and not closed.
 *
 * @param actor_id who has them leave, null for the shell
 */
export async function releaseAllOf(ctx: Context, actor_id: number | null, assistant_id: number): Promise<void> {
  const now = ctx.clock.now()
  const tickets = await releaseTicketsOf(ctx, assistant_id)
  const facts = tickets.map((ticket) => ({ actor_id, ticket: { ...ticket, assistant_id } }))
  await recordAll(ctx, ticketReleased, facts, now)
  await refreshNewestMessages(
    ctx,
    tickets.map(({ id }) => id),
    now,
  )
}
