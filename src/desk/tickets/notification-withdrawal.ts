import { z } from 'zod'
import type { Context } from '#context'
import { findAccount } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import { deleteNotificationsOfStaff, deleteUnreadAbout, listNotificationsBefore } from './notification-queries.ts'

/** Notifications checked in one transaction, so that nobody waits for it; a job checks the rest. */
const portion = 500

/** @param before newer ones have been checked */
interface Withdrawal {
  account_id: number
  before?: number | undefined
}

/**
 * Deletes the notifications that somebody got as staff and may no longer see, newest first, so that the unread count is
 * right. Their open pages have ended with their sessions.
 */
export async function withdrawNotifications(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  await withdrawPortion(ctx, { account_id })
}

/** @returns how many were deleted */
async function withdrawPortion(ctx: Context, { account_id, before }: Withdrawal): Promise<number> {
  const account = await findAccount(ctx, account_id)
  // The person may be staff again by the time a job runs.
  if (!account || isStaff(account.account_type)) return 0
  const ids = await listNotificationsBefore(ctx, account_id, before, portion)
  const count = ids.length > 0 ? await deleteNotificationsOfStaff(ctx, account_id, ids) : 0
  if (ids.length === portion) await enqueue(ctx, withdrawalJob, { account_id, before: ids.at(-1) })
  return count
}

/** The person may have logged in again, as a customer. */
async function withdrawMore(ctx: Context, withdrawal: Withdrawal): Promise<void> {
  if ((await withdrawPortion(ctx, withdrawal)) > 0) publish(ctx, accountTopic(withdrawal.account_id))
}

const withdrawal = z.object({ account_id: z.int(), before: z.int().optional() })

export const withdrawalJob = defineJob('withdraw_notifications', withdrawal, withdrawMore, { inTransaction: true })

/** The same for somebody who no longer takes part in a ticket. Read notifications are hidden at once; a job deletes them. */
export async function withdrawFromTicket(ctx: Context, accountId: number, ticketId: number): Promise<void> {
  if ((await deleteUnreadAbout(ctx, accountId, ticketId)) > 0) publish(ctx, accountTopic(accountId))
  await enqueue(ctx, withdrawalJob, { account_id: accountId })
}
