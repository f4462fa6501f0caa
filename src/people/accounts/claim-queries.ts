import type { Context } from '#context'
import { keyOf, waitsForAddress } from '#platform/identity/account-queries.ts'
import { indexAccount } from '#platform/identity/account-words.ts'

/**
 * Removes an address from every account that names it without having confirmed it, also as pending address.
 *
 * @returns the ids of these accounts
 */
export async function clearClaims(ctx: Context, email: string, ownerId: number): Promise<number[]> {
  const key = keyOf(email)
  const named = await ctx.db
    .updateTable('accounts')
    .set((eb) => ({ lost_email: eb.ref('email'), email: '', email_key: '' }))
    .where('email_key', '=', key)
    .where('email_verified_at', 'is', null)
    .where('id', '!=', ownerId)
    .returning('id')
    .execute()
  for (const { id } of named) await indexAccount(ctx, id)
  const waiting = await ctx.db
    .updateTable('accounts')
    .set((eb) => ({ lost_email: eb.ref('pending_email'), pending_email: null }))
    .where(waitsForAddress(email))
    .where('id', '!=', ownerId)
    .returning('id')
    .execute()
  return [...new Set([...named, ...waiting].map(({ id }) => id))]
}
