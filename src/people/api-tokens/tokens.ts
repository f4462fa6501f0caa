import type { Context } from '#context'
import { conflict, invalidField, notFound } from '#errors'
import { day, hour } from '#lib/durations.ts'
import { sha256 } from '#lib/sha256.ts'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { notifyOfChange } from '#people/accounts/notices.ts'
import { revokeApiTokens } from '#people/accounts/revocation-queries.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { tokenMade, tokenRevoked } from './activity.ts'
import { countTokens, insertToken, listTokens } from './queries.ts'
import type { NewToken } from './schemas.ts'
import { scopesOf, scopesText } from './scopes.ts'
import { newApiToken } from './token.ts'

/** Valid tokens of each account. */
const mostTokens = 20
const making: Limit = { name: 'make-api-token', most: 20, window: hour }

export type ApiToken = Awaited<ReturnType<typeof ownTokens>>[number]

export async function ownTokens(ctx: Context, actor: { id: number }) {
  const now = ctx.clock.now()
  return (await listTokens(ctx, actor.id)).map(
    ({ id, name, scopes, created_at, expires_at, last_used_at, last_address }) => ({
      id,
      name,
      scopes: scopesOf(scopes),
      created_at,
      expires_at,
      expired: expires_at <= now,
      last_used_at,
      last_address,
    }),
  )
}

/**
 * The token is shown only once: only its hash is stored.
 *
 * @throws invalid for the scope `admin` if the owner is no admin, conflict if the account has the maximum number of
 *   tokens
 */
export async function makeToken(
  ctx: Context,
  actor: SessionActor,
  { name, scopes, expires_in_days: days }: NewToken,
): Promise<ApiToken & { token: string }> {
  if (scopes.includes('admin') && actor.account_type !== 'admin')
    throw invalidField('scopes', 'Only an admin can give a token the scope “admin”.')
  await consume(ctx, making, actor.id)
  const token = newApiToken(ctx.config)
  const created_at = ctx.clock.now()
  const made = { name, scopes: scopesText(scopes), created_at, expires_at: created_at + days * day }
  const id = await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, actor)
    if ((await countTokens(ctx, actor.id)) >= mostTokens)
      throw conflict('too_many_tokens', `You have ${mostTokens} API tokens. Revoke one that you no longer need.`)
    const token_id = await insertToken(ctx, { ...made, account_id: actor.id, token_hash: sha256(token) })
    await record(ctx, tokenMade, { actor_id: actor.id, token_id, scopes: scopesOf(made.scopes), days }, created_at)
    await notifyOfChange(
      ctx,
      actor,
      `A personal API token was made, with which a program can act as you for ${days} days.`,
    )
    return token_id
  })
  return { ...made, id, scopes: scopesOf(made.scopes), expired: false, last_used_at: null, last_address: null, token }
}

/** @throws not-found for somebody else's token, and for one that was revoked already */
export async function revokeOwnToken(ctx: Context, actor: SessionActor, token_id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    if ((await revokeApiTokens(ctx, actor.id, token_id)) === 0) throw notFound('API token')
    await record(ctx, tokenRevoked, { actor_id: actor.id, token_id })
  })
}
