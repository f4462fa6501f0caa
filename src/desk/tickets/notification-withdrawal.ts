import type { Context } from '#context'
import { findAccount } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import { deleteNotificationsOfStaff } from './notification-queries.ts'

/** So many in one transaction that nobody waits for it; a job takes the others. */
const portion = 500

/** Takes back what somebody who is no longer staff was told as staff: the bell counts only what may be seen. */
export async function withdrawNotifications(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  const account = await findAccount(ctx, account_id)
  // By the time a job comes the person may be staff again.
  if (!account || isStaff(account.account_type)) return
  const count = await deleteNotificationsOfStaff(ctx, account_id, portion)
  if (count > 0) publish(ctx, accountTopic(account_id))
  if (count === portion) await enqueue(ctx, 'withdraw_notifications', { account_id })
}

export const withdrawalJobs = {
  withdraw_notifications: { inTransaction: true, run: withdrawNotifications },
} satisfies JobKinds
