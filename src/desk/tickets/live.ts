import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { getTicket } from './tickets.ts'
import { forStaff, ticketTopic } from './topics.ts'
import { seesInternal } from './visibility.ts'

/** @throws not-found for a ticket that the actor may not see */
export async function oneTicket(ctx: Context, actor: Actor, id: number): Promise<Subscription> {
  const topics = [ticketTopic(id)]
  if (seesInternal(actor, await getTicket(ctx, actor, id))) topics.push(forStaff(ticketTopic(id)))
  return (topic) => topics.includes(topic)
}
