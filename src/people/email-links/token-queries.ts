import type { Insertable, Selectable } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema, TokenPurpose } from '#platform/db/schema.ts'

export type LinkToken = Selectable<Schema['account_tokens']>

export const insertLinkToken = (ctx: Context, token: Insertable<Schema['account_tokens']>) =>
  ctx.db.insertInto('account_tokens').values(token).execute()

export const findLinkToken = (ctx: Context, purpose: TokenPurpose, token_hash: string, now: number) =>
  ctx.db
    .selectFrom('account_tokens')
    .selectAll()
    .where('token_hash', '=', token_hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('created_at', '<=', latestPlausible(now))
    .executeTakeFirst()

/** @returns true for exactly one of several concurrent calls */
export const takeLinkToken = (ctx: Context, purpose: TokenPurpose, token_hash: string, now: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('account_tokens')
      .set({ used_at: now })
      .where('token_hash', '=', token_hash)
      .where('purpose', '=', purpose)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .where('created_at', '<=', latestPlausible(now)),
  )
