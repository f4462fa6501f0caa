import type { Insertable } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import { actingColumns } from '#platform/identity/acting-account.ts'

const tokensWithOwners = (db: Database) =>
  db
    .selectFrom('api_tokens')
    .innerJoin('accounts', 'accounts.id', 'api_tokens.account_id')
    .select(actingColumns)
    .select([
      'api_tokens.id as token_id',
      'api_tokens.scopes',
      'api_tokens.expires_at',
      'api_tokens.revoked_at',
      'api_tokens.last_used_at',
    ])

const byHash = compiledOnce((db, values: { hash: string; latest: number }, _shape: object) =>
  tokensWithOwners(db)
    .where('api_tokens.token_hash', '=', values.hash)
    .where('api_tokens.created_at', '<=', values.latest),
)

/** The token with its owner, even if it is no longer valid. */
export async function findToken(ctx: Context, hash: string) {
  const [found] = await byHash(ctx.db, { hash, latest: latestPlausible(ctx.clock.now()) }, {})
  return found
}

export const findTokenById = (ctx: Context, id: number) =>
  tokensWithOwners(ctx.db).where('api_tokens.id', '=', id).executeTakeFirst()

/** A token made while the clock was ahead is ignored, as it would be valid for longer than intended. */
const tokensOf = (ctx: Context, accountId: number) =>
  ctx.db
    .selectFrom('api_tokens')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('created_at', '<=', latestPlausible(ctx.clock.now()))

/** Newest first, including expired ones that are not yet deleted. */
export const listTokens = (ctx: Context, accountId: number) =>
  tokensOf(ctx, accountId).selectAll().orderBy('id', 'desc').limit(100).execute()

/** @returns the number of valid tokens */
export async function countTokens(ctx: Context, accountId: number): Promise<number> {
  const { count } = await tokensOf(ctx, accountId)
    .where('expires_at', '>', ctx.clock.now())
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertToken(ctx: Context, values: Insertable<Schema['api_tokens']>): Promise<number> {
  const { id } = await ctx.db.insertInto('api_tokens').values(values).returning('id').executeTakeFirstOrThrow()
  return id
}

export const touchToken = (ctx: Context, id: number) =>
  ctx.db
    .updateTable('api_tokens')
    .set({ last_used_at: ctx.clock.now(), last_address: ctx.client?.address ?? null })
    .where('id', '=', id)
    .execute()
