import type { Context } from '#context'
import { conflict } from '#errors'
import { lockAdmin } from '#people/accounts/account-lock.ts'
import { addressToConfirm, takeAddress } from '#people/accounts/address-ownership.ts'
import { lockAccount, lockForAddress } from '#people/accounts/revocation-queries.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getLiveAccount } from './accounts.ts'
import { confirmationLinkMade, resetLinkMade } from './activity.ts'

/**
 * A link for a new password that the admin hands over; it is shown only once. As it is not sent to an address, using it
 * confirms none.
 *
 * @param actor the admin, or null for the command line
 */
export const makeResetLink = (ctx: Context, actor: Actor | null, id: number): Promise<string> =>
  withTransaction(ctx, async (ctx) => {
    if (actor) await lockAdmin(ctx, actor)
    await lockUsable(ctx, id)
    await record(ctx, resetLinkMade, { actor_id: actor?.id ?? null, account_id: id })
    return makeLink(ctx, 'reset_password', id, '', actor?.id)
  })

/** @throws conflict for a deleted or suspended account, for which a link would not work */
async function lockUsable(ctx: Context, id: number): Promise<Account> {
  await lockAccount(ctx, id)
  const account = await getLiveAccount(ctx, id)
  if (account.suspended_at === null) return account
  throw conflict('suspended', 'This account is suspended, so that no link works for it. Reinstate it first.')
}

/** A link that confirms the account's address, for desks that send no mail. */
export const makeConfirmationLink = (ctx: Context, actor: Actor, id: number): Promise<string> =>
  withTransaction(ctx, async (ctx) => {
    await lockAdmin(ctx, actor)
    const address = addressStillToConfirm(await lockUsable(ctx, id))
    await record(ctx, confirmationLinkMade, { actor_id: actor.id, account_id: id })
    return makeLink(ctx, 'verify_email', id, address, actor.id)
  })

/** Confirms an address on the admin's word. */
export async function confirmByHand(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const email = addressStillToConfirm(await getLiveAccount(ctx, id))
    const account = await lockForAddress(ctx, id, email)
    if (!account || addressToConfirm(account) !== email) throw changedMeanwhile()
    if (!(await takeAddress(ctx, account, email, actor.id)))
      throw conflict('email_taken', 'Another account has confirmed this address already.')
  })
}

const changedMeanwhile = () =>
  conflict('changed_meanwhile', 'Somebody changed this account just now; look at it again.')

function addressStillToConfirm(account: Account): string {
  const address = addressToConfirm(account)
  if (!address) throw conflict('email_confirmed', 'The address of this account is confirmed already.')
  return address
}
