import { z } from 'zod'
import type { Context, Leaving } from '#context'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { countDirectMessages, deleteMessagesOfNobody } from './message-queries.ts'

/** What happens to direct messages, in words. */
export async function effectsOnConversations(ctx: Context, { account_id, how }: Leaving): Promise<string[]> {
  const count = how === 'deleted' ? await countDirectMessages(ctx, account_id) : 0
  if (count === 0) return []
  return [`Direct messages (${count}) stay with the people they were written to, as from “Deleted account”.`]
}

/** Rows for each transaction, so that nobody waits for it; a job deletes the rest. */
const portion = 500

/** A conversation is deleted once both people are erased: then nobody can read it any more. */
export async function deleteUnreadable(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  const deleted = await deleteMessagesOfNobody(ctx, account_id, portion)
  if (deleted === portion) await enqueue(ctx, unreadableMessagesJob, { account_id })
}

export const unreadableMessagesJob = defineJob(
  'delete_unreadable_messages',
  z.object({ account_id: z.int() }),
  deleteUnreadable,
  { inTransaction: true },
)
