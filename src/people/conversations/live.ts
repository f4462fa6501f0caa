import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { getConversation } from './conversations.ts'
import { conversationTopic } from './topics.ts'

/** @throws not-found for others' conversations */
export async function oneConversation(ctx: Context, actor: Actor, id: number): Promise<Subscription> {
  const { id: own } = await getConversation(ctx, actor, id)
  return (topic) => topic === conversationTopic(own)
}
