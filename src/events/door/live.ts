import type { Context } from '#context'
import { notFound } from '#errors'
import { findEvent } from '#events/events/events.ts'
import { mayManage } from '#events/events/policy.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { doorTopic } from './topics.ts'

/** @throws not-found for people who do not manage the event */
export async function doorsOfEvent(ctx: Context, actor: Actor, eventId: number): Promise<Subscription> {
  const event = ctx.settings.current.events ? await findEvent(ctx, actor, eventId) : undefined
  if (!event || !mayManage(actor, event)) throw notFound('event')
  return (topic) => topic === doorTopic(eventId)
}
