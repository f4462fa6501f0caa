import type { Insertable, Selectable } from 'kysely'
import type { Context } from '../context.ts'
import type { Schema, TokenPurpose } from '../db/schema.ts'

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
    .executeTakeFirst()

/** Of many at the same moment one gets it. */
export const takeLinkToken = (ctx: Context, purpose: TokenPurpose, token_hash: string, now: number) =>
  ctx.db
    .updateTable('account_tokens')
    .set({ used_at: now })
    .where('token_hash', '=', token_hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()

/** Voids every other link of the same purpose, as once a password was set. */
export const voidLinks = (ctx: Context, account_id: number, purpose: TokenPurpose) =>
  ctx.db
    .updateTable('account_tokens')
    .set({ used_at: ctx.clock.now() })
    .where('account_id', '=', account_id)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute()
