import type { Context } from '#context'
import { conflict, notFound } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { invitationDeclined } from './activity.ts'
import { countOwnPlaces } from './counter-queries.ts'
import { getEventForUpdate } from './events.ts'
import { answerInvitation, findOwnAnswer } from './invitation-queries.ts'
import { refuseCancelled, refuseStarted } from './refusals.ts'
import { leaveLocked } from './waiting-entries.ts'

/**
 * Declining also leaves the waiting list.
 *
 * @throws not-found for people who are not invited; conflict if they have accepted or declined already, and if the
 *   event is cancelled or has begun
 */
export function declineInvitation(ctx: Context, actor: Actor, eventId: number): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    if (!(await findOwnAnswer(ctx, eventId, actor.id))) throw notFound('invitation')
    refuseCancelled(event)
    refuseStarted(ctx, event)
    if ((await countOwnPlaces(ctx, eventId, actor.id)) > 0)
      throw conflict('invitation_answered', 'You have accepted: cancel your booking.')
    const answered = await answerInvitation(ctx, eventId, actor.id, ['open'], 'declined')
    if (answered.length === 0) throw conflict('invitation_answered', 'You have declined.')
    await leaveLocked(ctx, event, actor.id)
    const by_address = answered.every(({ email }) => email !== null)
    await record(ctx, invitationDeclined, { actor_id: actor.id, event, by_address })
  })
}

/** In the transaction of a booking. */
export async function acceptInvitation(ctx: Context, eventId: number, accountId: number): Promise<void> {
  await answerInvitation(ctx, eventId, accountId, ['open', 'declined'], 'accepted')
}

/** In the transaction of a cancellation: without a place the invitation is no longer accepted. */
export async function takeBackAcceptance(
  ctx: Context,
  eventId: number,
  accountId: number,
  state: 'open' | 'declined',
): Promise<void> {
  if ((await countOwnPlaces(ctx, eventId, accountId)) > 0) return
  await answerInvitation(ctx, eventId, accountId, ['accepted'], state)
}
