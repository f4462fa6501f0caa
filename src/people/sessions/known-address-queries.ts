import type { Context } from '#context'

interface KnownAddress {
  account_id: number
  address_key: string
  credentials_version: number
}

export async function storeKnownAddress(ctx: Context, address: KnownAddress): Promise<void> {
  const row = { ...address, last_seen_at: ctx.clock.now() }
  const { credentials_version, last_seen_at } = row
  await ctx.db
    .insertInto('known_addresses')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'address_key']).doUpdateSet({ credentials_version, last_seen_at }),
    )
    .execute()
}

/** Which of the accounts have logged in from there, and with which version of their credentials. */
export const listKnownAt = (ctx: Context, accountIds: number[], address_key: string) =>
  ctx.db
    .selectFrom('known_addresses')
    .select(['account_id', 'credentials_version'])
    .where('account_id', 'in', accountIds)
    .where('address_key', '=', address_key)
    .execute()

export const listKnownAddresses = (ctx: Context, accountId: number) =>
  ctx.db
    .selectFrom('known_addresses')
    .select(['address_key', 'last_seen_at'])
    .where('account_id', '=', accountId)
    .orderBy('last_seen_at', 'desc')
    .limit(1000)
    .execute()
