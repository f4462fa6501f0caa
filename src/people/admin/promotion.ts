import type { Context } from '#context'
import { conflict } from '#errors'
import { getAccount } from '#people/accounts/accounts.ts'
import { lockLeaving } from '#people/accounts/last-admin.ts'
import { revokeApiTokens, voidIssuedLinks, withdrawStaffInvitations } from '#people/accounts/revocation-queries.ts'
import { demote } from '#people/accounts/staff.ts'
import { record } from '#platform/activity/record.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, updateAccount } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { accountTypeChanged } from './activity.ts'

export interface TypeChange {
  account: Account
  before: AccountType
}

/**
 * Changes an account's type; its rights change with the next request. Somebody who leaves the desk keeps no tickets:
 * they go back to the queue. A customer who becomes staff keeps no API tokens.
 *
 * @param actorId the admin, or null for the command line
 * @throws conflict for the last admin
 */
export async function changeAccountType(
  ctx: Context,
  actorId: number | null,
  accountId: number,
  account_type: AccountType,
): Promise<TypeChange> {
  return withTransaction(ctx, async (ctx) => {
    const read = await getAccount(ctx, accountId)
    const before = read.account_type
    if (before === account_type) return { account: read, before }
    const account = await lockLeaving(ctx, read)
    if (account.deleted_at !== null) throw conflict('deleted', 'This account was deleted; its type cannot be changed.')
    await updateAccount(ctx, account.id, { account_type })
    if (before === 'admin') {
      await withdrawStaffInvitations(ctx, account.id)
      await voidIssuedLinks(ctx, account.id)
    }
    // Programs were given what a customer may see, not the whole desk.
    if (!isStaff(before)) await revokeApiTokens(ctx, account.id)
    if (!isStaff(account_type)) await demote(ctx, actorId, account.id)
    await record(ctx, accountTypeChanged, { actor_id: actorId, account_id: account.id, before, after: account_type })
    return { account: { ...account, account_type }, before }
  })
}
