import type { Context } from '#context'
import { portionOf } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getEvent } from './events.ts'
import { listInvited } from './invitation-queries.ts'
import { refuseOthers } from './refusals.ts'

export type InvitedPerson = Awaited<ReturnType<typeof listInvited>>[number]

/** @throws forbidden for everybody but the host and staff */
export async function readInvited(ctx: Context, actor: Actor, eventId: number, limit: number, after = 0) {
  refuseOthers(actor, await getEvent(ctx, actor, eventId))
  return invitedTo(ctx, eventId, limit, after)
}

/** Only called for people who manage the event. */
export const invitedTo = async (ctx: Context, eventId: number, limit: number, after = 0) =>
  portionOf(await listInvited(ctx, eventId, limit + 1, after), limit)
