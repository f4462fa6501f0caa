import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '#context'
import { getAccount } from '#people/accounts/accounts.ts'
import { lockLeaving } from '#people/accounts/last-admin.ts'
import { revokeCredentials } from '#people/accounts/revocation.ts'
import { staffLeave } from '#people/accounts/staff.ts'
import { record } from '#platform/activity/record.ts'
import { longestRequest } from '#platform/db/timeouts.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { removeFile } from '#platform/files/pictures.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { accountDeleted } from './activity.ts'
import { deleteFailuresNaming, deleteFromJobErrors, deleteNotices, deletePersonalRows } from './deletion-queries.ts'

/**
 * Erases a person: name, address, picture, password, sessions and second steps are deleted. The account stays as the
 * nameless author of messages, so that conversations stay readable for others.
 *
 * @param reason stored in the log
 * @throws conflict for the last admin
 */
export async function deleteAccount(
  ctx: Context,
  actorId: number | null,
  accountId: number,
  reason?: string,
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const account = await lockLeaving(ctx, await getAccount(ctx, accountId))
    if (account.deleted_at !== null) return
    const was_staff = isStaff(account.account_type)
    if (was_staff) await staffLeave(ctx, actorId, accountId)
    await revokeCredentials(ctx, accountId, 'deleted')
    const nobody = `deleted-${accountId}`
    await updateAccount(ctx, accountId, {
      username: nobody,
      username_key: nobody,
      display_name: 'Deleted account',
      first_name: null,
      last_name: null,
      email: '',
      email_key: nobody,
      email_verified_at: null,
      email_refused_at: null,
      pending_email: null,
      pending_email_refused_at: null,
      lost_email: null,
      password_hash: `erased$${randomBytes(12).toString('base64url')}`,
      account_type: 'customer',
      profile_icon: 'slate',
      picture_id: null,
      deleted_at: ctx.clock.now(),
    })
    await removeFile(ctx, account.picture_id)
    await deletePersonalData(ctx, { account_id: accountId })
    // Again for what requests that are under way still store.
    await enqueue(ctx, personalRowsJob, { account_id: accountId }, { run_at: ctx.clock.now() + longestRequest })
    const email_key = account.email_verified_at === null ? null : account.email_key
    for (const act of ctx.features.whenErased) await act(ctx, { account_id: accountId, email_key, was_staff })
    await deleteFailuresNaming(ctx, [account.username_key, ...(email_key === null ? [] : [email_key])])
    await deleteNotices(ctx, accountId)
    await deleteFromJobErrors(ctx, [account.email, account.pending_email, account.lost_email])
    await record(ctx, accountDeleted, { actor_id: actorId, account_id: accountId, reason })
  })
}

/** Rows of a table in one transaction, so that nobody waits for it; a job deletes the rest. */
const portion = 500

async function deletePersonalData(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  if (await deletePersonalRows(ctx, account_id, portion)) await enqueue(ctx, personalRowsJob, { account_id })
}

export const personalRowsJob = defineJob(
  'delete_personal_rows',
  z.object({ account_id: z.int() }),
  deletePersonalData,
  { inTransaction: true },
)
