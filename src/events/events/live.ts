import type { Context } from '#context'
import { notFound } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { getEvent } from './events.ts'
import { eventTopic } from './topics.ts'

/** @throws not-found for an event that the actor may not see */
export async function oneEvent(ctx: Context, actor: Actor, id: number): Promise<Subscription> {
  if (!ctx.settings.current.events) throw notFound('event')
  await getEvent(ctx, actor, id)
  return (topic) => topic === eventTopic(id)
}
