import type { Context } from '#context'
import { conflict, type DomainError, forbidden } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type ChangeOptions, recordClaim } from './changes.ts'
import { refuseOwn } from './own-tickets.ts'
import type { LockedTicket } from './queries.ts'
import { lockColleague } from './recipient-queries.ts'
import { getTicket, getTicketForUpdate } from './tickets.ts'

/** The assistant that the claimer saw: null for none, an id, or 'force' to take the ticket over in any case. */
export type Seen = number | null | 'force'

/**
 * Claims a ticket, or takes it over from a colleague; reopens a closed one. Fails if the assistant is not the one that
 * the claimer saw: of several concurrent claims exactly one succeeds.
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

/** @throws forbidden for non-staff, and for staff who opened the ticket as a customer */
export function refuseClaim(actor: Actor, ticket: LockedTicket, evenIfOwn = false): void {
  if (!actor.is_staff) throw onlyForStaff()
  if (!evenIfOwn) refuseOwn(actor, ticket)
}

/** Somebody who is just leaving the desk gives back their tickets: they must not get new ones meanwhile. */
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
