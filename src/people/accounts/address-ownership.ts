import type { Context } from '#context'
import { record, recordAll } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, findOwnerOfEmail, keyOf, updateAccount } from '#platform/identity/account-queries.ts'
import { emailClaimLost, emailConfirmed } from './activity.ts'
import { clearClaims } from './claim-queries.ts'
import { revokeCredentials } from './revocation.ts'

/** The address that the account has yet to confirm. */
export const addressToConfirm = (account: Account): string | null =>
  account.pending_email ?? (isOpen(account) && account.email !== '' ? account.email : null)

/** Not confirmed yet, or confirmed but now rejected by its mail server. */
const isOpen = ({ email_verified_at, email_refused_at }: Account) =>
  email_verified_at === null || email_refused_at !== null

/**
 * Makes an address the account's own, once this is proven. For the account's first address it also revokes all other
 * access: somebody else may have created the account in the owner's name.
 *
 * @param account as returned by `lockForAddress`
 * @param actorId who confirms the address: its owner, or an admin
 * @returns whether it was the first; null if another account has confirmed the address
 */
export async function takeAddress(
  ctx: Context,
  account: Account,
  email: string,
  actorId: number,
): Promise<'first_address_confirmed' | 'address_changed' | null> {
  const owner = await findOwnerOfEmail(ctx, email)
  if (owner && owner.id !== account.id) return null
  const event = account.email_verified_at === null ? 'first_address_confirmed' : 'address_changed'
  const again = owner !== undefined && owner.email_key === account.email_key
  await withTransaction(ctx, async (ctx) => {
    const email_verified_at = ctx.clock.now()
    const owned = { email, email_key: keyOf(email), email_verified_at, email_refused_at: null }
    await updateAccount(ctx, account.id, { ...owned, pending_email: null, lost_email: null })
    await becomeOwner(ctx, email, account.id)
    if (!again) await revokeCredentials(ctx, account.id, event)
    await record(ctx, emailConfirmed, { actor_id: actorId, account_id: account.id })
  })
  return event
}

/** Gives the account what was waiting for its confirmed address, such as invitations. */
export async function becomeOwner(ctx: Context, email: string, id: number): Promise<void> {
  await endClaims(ctx, email, id)
  for (const act of ctx.features.whenConfirmed) await act(ctx, { id, email_key: keyOf(email) })
}

/** All other accounts lose this address; links that were sent to it no longer work. */
async function endClaims(ctx: Context, email: string, ownerId: number): Promise<void> {
  const losers = await clearClaims(ctx, email, ownerId)
  await recordAll(
    ctx,
    emailClaimLost,
    losers.map((account_id) => ({ actor_id: null, account_id })),
  )
}
