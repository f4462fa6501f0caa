import { z } from 'zod'
import type { Context } from '#context'
import { findAccount } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import { deleteNotificationsAbout, deleteNotificationsOfStaff } from './notification-queries.ts'

/** So many in one transaction that nobody waits for it; a job takes the others. */
const portion = 500

/**
 * Takes back what somebody who is no longer staff was told as staff: the bell counts only what may be seen. The pages
 * that show it have ended with their sessions.
 */
export async function withdrawNotifications(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  await withdrawPortion(ctx, account_id)
}

/** @returns how many were taken back */
async function withdrawPortion(ctx: Context, account_id: number): Promise<number> {
  const account = await findAccount(ctx, account_id)
  // By the time a job comes the person may be staff again.
  if (!account || isStaff(account.account_type)) return 0
  const count = await deleteNotificationsOfStaff(ctx, account_id, portion)
  if (count === portion) await enqueue(ctx, withdrawalJob, { account_id })
  return count
}

/** The person may have logged in again, as a customer. */
async function withdrawMore(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  if ((await withdrawPortion(ctx, account_id)) > 0) publish(ctx, accountTopic(account_id))
}

export const withdrawalJob = defineJob('withdraw_notifications', z.object({ account_id: z.int() }), withdrawMore, {
  inTransaction: true,
})

/** The same for who does not take part in a ticket any more. */
export async function withdrawFromTicket(ctx: Context, accountId: number, ticketId: number): Promise<void> {
  const unread = await deleteNotificationsAbout(ctx, accountId, ticketId)
  if (unread > 0) publish(ctx, accountTopic(accountId))
}
