import type { Context } from '#context'
import type { Topic } from './live.ts'

/** Makes open pages reload these topics after the running transaction was committed; at once if there is none. */
export function publish(ctx: Context, ...topics: Topic[]): void {
  if (ctx.closing) for (const topic of topics) ctx.closing.topics.add(topic)
  else ctx.live.send(topics)
}

/** The open pages of one person, and their count of notifications. */
export const accountTopic = (accountId: number): Topic => `account:${accountId}`
/** The sessions of an account. */
export const sessionsTopic = (accountId: number): Topic => `sessions:${accountId}`
/** There may be new jobs for the workers. */
export const jobsTopic: Topic = 'jobs'
export const settingsTopic: Topic = 'settings'
