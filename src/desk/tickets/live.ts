import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { actsAsStaff } from './policy.ts'
import { getTicket } from './tickets.ts'
import { customerTopic, forStaff, ticketTopic } from './topics.ts'

const [everyCustomer, everyForStaff] = ['tickets-of:', forStaff('tickets-of:')]

/** Every ticket that the actor may see. */
export function everyTicket(actor: Actor): Subscription {
  const own = customerTopic(actor.id)
  if (!actor.is_staff) return (topic) => topic === own
  return (topic) => topic.startsWith(everyCustomer) || (topic.startsWith(everyForStaff) && topic !== forStaff(own))
}

/** @throws not-found for a ticket that the actor may not see */
export async function oneTicket(ctx: Context, actor: Actor, id: number): Promise<Subscription> {
  const topics = [ticketTopic(id)]
  if (actsAsStaff(actor, await getTicket(ctx, actor, id))) topics.push(forStaff(ticketTopic(id)))
  return (topic) => topics.includes(topic)
}
