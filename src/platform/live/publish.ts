import type { Context } from '#context'
import type { Topic } from './live.ts'

/** Tells open pages that these changed, once the running transaction has been committed; at once when there is none. */
export function publish(ctx: Context, ...topics: Topic[]): void {
  if (ctx.closing) for (const topic of topics) ctx.closing.topics.add(topic)
  else ctx.live.send(topics)
}

/** The open pages of one person, and their bell. */
export const accountTopic = (accountId: number): Topic => `account:${accountId}`
/** Which of an account's sessions still stand. */
export const sessionsTopic = (accountId: number): Topic => `sessions:${accountId}`
/** There is something to do for the workers. */
export const jobsTopic: Topic = 'jobs'
export const settingsTopic: Topic = 'settings'
