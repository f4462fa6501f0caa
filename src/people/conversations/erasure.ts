import type { Context } from '#context'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { deleteMessagesOfNobody } from './message-queries.ts'

/** So many rows that nobody waits for the transaction; what is left goes in a job. */
const portion = 500

/** What two people wrote goes when the second of them is erased: then nobody can read it any more. */
export async function deleteUnreadable(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  const deleted = await deleteMessagesOfNobody(ctx, account_id, portion)
  if (deleted === portion) await enqueue(ctx, 'delete_unreadable_messages', { account_id })
}

export const conversationJobs = {
  delete_unreadable_messages: { inTransaction: true, run: deleteUnreadable },
} satisfies JobKinds
