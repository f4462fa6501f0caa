import { z } from 'zod'
import type { Context } from '#context'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { deleteMessagesOfNobody } from './message-queries.ts'

/** So many rows that nobody waits for the transaction; what is left goes in a job. */
const portion = 500

/** What two people wrote goes when the second of them is erased: then nobody can read it any more. */
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
