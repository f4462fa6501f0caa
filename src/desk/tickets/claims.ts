import type { Context } from '#context'
import { conflict, type DomainError, forbidden } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type ChangeOptions, recordClaim } from './changes.ts'
import { refuseOwn } from './own-tickets.ts'
import type { LockedTicket } from './queries.ts'
import { lockColleague } from './recipient-queries.ts'
import { getTicket, getTicketForUpdate } from './tickets.ts'

/** What the claimer saw: nobody (null), an assistant's id, or 'force' to take the ticket over regardless. */
export type Seen = number | null | 'force'

/**
 * Claims a ticket, or takes it over from a colleague; a closed one is reopened. Counts only if what the
 * claimer saw is still so: of many at once exactly one wins.
 *
 * @returns the id of the last System line
 * @throws conflict already_claimed, naming who has it
 */
export async function claimTicket(ctx: Context, actor: Actor, id: number, seen: Seen): Promise<number> {
  return withTransaction(ctx, async (ctx) => claimLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id), seen))
}

/** The same for a ticket that is locked already. */
export async function claimLocked(
  ctx: Context,
  actor: Actor,
  ticket: LockedTicket,
  seen: Seen,
  { evenIfUnchanged = false, evenIfOwn = false }: ChangeOptions = {},
): Promise<number> {
  refuseClaim(actor, ticket, evenIfOwn)
  const isMine = ticket.assistant_id === actor.id
  if (isMine && ticket.closed_at === null && !evenIfUnchanged) return ticket.last_message_id
  await lockAtDesk(ctx, actor)
  if (!isMine && seen !== 'force' && seen !== ticket.assistant_id) throw await alreadyClaimed(ctx, actor, ticket.id)
  return recordClaim(ctx, actor, ticket)
}

/** @throws forbidden for whoever is not staff, or opened the ticket as a customer */
export function refuseClaim(actor: Actor, ticket: LockedTicket, evenIfOwn = false): void {
  if (!actor.is_staff) throw onlyForStaff()
  if (!evenIfOwn) refuseOwn(actor, ticket)
}

/** Whoever leaves the desk at this moment gives back what they have: it must not become more behind it. */
export async function lockAtDesk(ctx: Context, actor: Actor): Promise<void> {
  if (!(await lockColleague(ctx, actor.id))) throw onlyForStaff()
}

const onlyForStaff = () => forbidden('staff_only', 'Only staff can claim a ticket.')

export async function alreadyClaimed(ctx: Context, actor: Actor, id: number): Promise<DomainError> {
  const { assistant } = await getTicket(ctx, actor, id)
  if (!assistant)
    return conflict('released_meanwhile', 'The ticket was released in the meantime; look at it again.', { assistant })
  const sentence = `${assistant.display_name} (#${assistant.id}) has claimed this ticket in the meantime.`
  return conflict('already_claimed', sentence, { assistant })
}
