import type { Context } from '#context'
import { conflict, forbidden, invalidField } from '#errors'
import { withdrawUnseenBy } from '#events/events/notification-withdrawal.ts'
import type { EventRow } from '#events/events/queries.ts'
import { admissionSpan } from '#events/events/times.ts'
import { hour } from '#lib/durations.ts'
import { findBlocks } from '#people/conversations/blocks.ts'
import type { Action } from '#platform/activity/action.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { findAccountByUsername } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { type MovedFact, passHandedOver, passReturned, passTakenBack } from './activity.ts'
import { getPass, type OwnPass } from './passes.ts'
import { listHandedTo, movePass } from './queries.ts'
import { refuseInvalid } from './refusals.ts'
import { newShortCode } from './short-codes.ts'

const handing: Limit = { name: 'hand-over-pass', most: 30, window: hour }

/**
 * Hands a place over to another person. It stays part of the booking, and can be taken back.
 *
 * @throws invalid if there is no such person, or one of them blocks the other
 */
export async function handOver(ctx: Context, actor: Actor, id: number, username: string): Promise<void> {
  await consume(ctx, handing, actor.id)
  await withTransaction(ctx, async (ctx) => {
    const pass = await getPass(ctx, actor, id)
    await refuseInvalid(ctx, pass)
    if (pass.buyer_id !== actor.id)
      throw forbidden('not_the_buyer', 'Only the person who booked the place can hand it over. You can give it back.')
    if (pass.holder_id !== actor.id)
      throw conflict('handed_over', 'This place has already been handed over. Take it back first.')
    const to = await findReceiver(ctx, actor, pass, username)
    await move(ctx, passHandedOver, pass, actor.id, to)
  })
}

/**
 * The holder gives a place back, or the person who booked takes it back.
 *
 * @throws conflict if it is not handed over
 */
export async function returnPass(ctx: Context, actor: Actor, id: number): Promise<void> {
  await consume(ctx, handing, actor.id)
  await withTransaction(ctx, async (ctx) => {
    const pass = await getPass(ctx, actor, id)
    await refuseInvalid(ctx, pass)
    if (pass.holder_id === pass.buyer_id) throw conflict('not_handed_over', 'This place is not handed over.')
    const given = pass.holder_id === actor.id
    await move(ctx, given ? passReturned : passTakenBack, pass, actor.id, pass.buyer_id)
  })
}

/** Returns the places handed to somebody who is suspended or erased to the people who booked them. */
export async function returnAllOf(ctx: Context, event: EventRow, accountId: number): Promise<void> {
  for (const pass of await listHandedTo(ctx, accountId, event)) await move(ctx, passReturned, pass, null, pass.buyer_id)
}

async function findReceiver(ctx: Context, actor: Actor, pass: OwnPass, username: string): Promise<number> {
  const account = await findAccountByUsername(ctx, username)
  if (account?.id === actor.id) throw invalidField('username', 'This place is yours already.')
  if (account?.id === pass.host_id) throw invalidField('username', 'The host needs no place.')
  const blocks = account && (await findBlocks(ctx, actor.id, account.id))
  if (!account || account.suspended_at !== null || blocks?.blocks_you || blocks?.blocked_by_you)
    throw invalidField('username', 'There is nobody with this username who can take the place.')
  return account.id
}

async function move(
  ctx: Context,
  action: Action<MovedFact>,
  pass: OwnPass,
  actor_id: number | null,
  to: number,
): Promise<void> {
  const { id, holder_id: from } = pass
  const { from: used_before } = admissionSpan(ctx, pass, ctx.clock.now())
  if (!(await movePass(ctx, id, { from, to, short_code: newShortCode(), used_before })))
    throw conflict('pass_changed', 'This pass has just been changed. Look at it again.')
  const event = { id: pass.event_id, host_id: pass.host_id, visibility: pass.visibility }
  await record(ctx, action, { actor_id, event, pass_id: id, from_id: from, to_id: to })
  await withdrawUnseenBy(ctx, from)
}
