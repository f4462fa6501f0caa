import type { z } from 'zod'
import type { Context } from '#context'
import { conflict, type FieldError, invalid } from '#errors'
import { getAccount } from '#people/accounts/accounts.ts'
import { lockLeaving } from '#people/accounts/last-admin.ts'
import { revokeCredentials } from '#people/accounts/revocation.ts'
import { revokeApiTokens } from '#people/accounts/revocation-queries.ts'
import { staffLeave } from '#people/accounts/staff.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, keyOf } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { setSuspended } from './account-queries.ts'
import { accountReinstated, accountSuspended, allSessionsEnded, apiTokensRevoked } from './activity.ts'
import type { deletion } from './schemas.ts'

export { countAccounts } from './account-queries.ts'

/** @throws conflict for an erased account: there is nothing left to manage */
export const getLiveAccount = async (ctx: Context, id: number): Promise<Account> => live(await getAccount(ctx, id))

function live(account: Account): Account {
  if (account.deleted_at !== null)
    throw conflict('deleted', 'This account was deleted; nothing of it is left to change.')
  return account
}

/** Logs the account out everywhere and revokes its access; its open tickets go back to the queue. */
export async function suspendAccount(ctx: Context, actor: Actor, id: number, reason?: string): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const account = live(await lockLeaving(ctx, await getLiveAccount(ctx, id)))
    if (!(await setSuspended(ctx, id, true))) return
    const was_staff = isStaff(account.account_type)
    if (was_staff) await staffLeave(ctx, actor.id, id)
    await revokeCredentials(ctx, id, 'suspended')
    for (const act of ctx.features.whenSuspended) await act(ctx, { account_id: id, was_staff })
    await record(ctx, accountSuspended, { actor_id: actor.id, account_id: id, reason })
  })
}

export async function reinstateAccount(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await getLiveAccount(ctx, id)
    if (!(await setSuspended(ctx, id, false))) return
    await record(ctx, accountReinstated, { actor_id: actor.id, account_id: id })
  })
}

/** Logs the account out everywhere and revokes other access begun there. */
export async function endAllSessions(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await getLiveAccount(ctx, id)
    await revokeCredentials(ctx, id, 'logged_out_everywhere')
    await record(ctx, allSessionsEnded, { actor_id: actor.id, account_id: id })
  })
}

/** For tokens that somebody else may have. */
export async function revokeAllApiTokens(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await getLiveAccount(ctx, id)
    if ((await revokeApiTokens(ctx, id)) === 0) return
    await record(ctx, apiTokensRevoked, { actor_id: actor.id, account_id: id })
  })
}

/** The error if the account's username was not typed as confirmation. */
export const unconfirmed = ({ username, username_key }: Account, typed = ''): FieldError[] =>
  keyOf(typed) === username_key
    ? []
    : [{ field: 'username', message: `Type ${username} to confirm that it is this account.` }]

/** @throws invalid unless the account's username was typed as confirmation */
export async function deleteNamedAccount(
  ctx: Context,
  actor: Actor,
  id: number,
  { username, reason }: z.output<typeof deletion>,
): Promise<void> {
  const wrong = unconfirmed(await getLiveAccount(ctx, id), username)
  if (wrong.length > 0) throw invalid(wrong)
  await deleteAccount(ctx, actor.id, id, reason)
}
