import type { Context } from '#context'
import { record, recordAll } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, findOwnerOfEmail, keyOf, updateAccount } from '#platform/identity/account-queries.ts'
import { emailClaimLost, emailConfirmed } from './activity.ts'
import { clearClaims } from './claim-queries.ts'
import { revokeCredentials } from './revocation.ts'

/** The address that the account has still to confirm. */
export const addressToConfirm = (account: Account): string | null =>
  account.pending_email ?? (isOpen(account) && account.email !== '' ? account.email : null)

/** Not confirmed yet; or no longer good, as no mail for it is taken. */
const isOpen = ({ email_verified_at, email_refused_at }: Account) =>
  email_verified_at === null || email_refused_at !== null

/**
 * Makes an address the account's own, once it is proven to be. The first one takes away all by which whoever made the
 * account could still get in: it may have been somebody else, in the owner's name.
 *
 * @param account as `lockForAddress` found it
 * @param actorId who says that the address is the person's: the person, or an admin
 * @returns which of the two it was; null when another account has confirmed the address
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

/** What else an account has by an address that is its own now. */
export async function becomeOwner(ctx: Context, email: string, id: number): Promise<void> {
  await endClaims(ctx, email, id)
  for (const act of ctx.features.whenConfirmed) await act(ctx, { id, email_key: keyOf(email) })
}

/** All others lose their claim to an address that has an owner now; links that went there are of no use to them. */
async function endClaims(ctx: Context, email: string, ownerId: number): Promise<void> {
  const losers = await clearClaims(ctx, email, ownerId)
  await recordAll(
    ctx,
    emailClaimLost,
    losers.map((account_id) => ({ actor_id: null, account_id })),
  )
}
