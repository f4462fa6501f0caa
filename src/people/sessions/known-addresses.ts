import type { Context } from '#context'
import { addressKey } from '#lib/ip-address.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { listKnownAt, storeKnownAddress } from './known-address-queries.ts'

type Versioned = Pick<Account, 'id' | 'credentials_version'>

/** Records that the account has logged in from the client's address. */
export async function rememberAddress(ctx: Context, { id, credentials_version }: Versioned): Promise<void> {
  if (!ctx.client?.address) return
  await storeKnownAddress(ctx, { account_id: id, address_key: addressKey(ctx.client.address), credentials_version })
}

/**
 * The first of the accounts that has logged in from the client's address. Tries there are counted separately from tries
 * elsewhere, so that nobody can lock the owner out; but they are limited too. Runs the same queries without an account.
 */
export async function findKnownHere<A extends Versioned>(
  ctx: Context,
  accounts: (A | undefined)[],
): Promise<A | undefined> {
  if (!ctx.client?.address) return undefined
  const ids = accounts.map((account) => account?.id ?? 0)
  const known = await listKnownAt(ctx, ids, addressKey(ctx.client.address))
  return accounts.find((account) =>
    known.some((row) => row.account_id === account?.id && row.credentials_version === account.credentials_version),
  )
}

/** The subject of limits for an account at the client's address. */
export const subjectHere = (ctx: Context, { id }: { id: number }): string =>
  `${id} at ${addressKey(ctx.client?.address ?? '')}`
