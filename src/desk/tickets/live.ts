import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { getTicket } from './tickets.ts'
import { topicsFor } from './visibility.ts'

/** @throws not-found for a ticket that the actor may not see */
export async function oneTicket(ctx: Context, actor: Actor, id: number): Promise<Subscription> {
  const topics = topicsFor(actor, await getTicket(ctx, actor, id))
  return (topic) => topics.includes(topic)
}
