import type { Context } from '#context'
import { type CodeOf, DomainError } from '#errors'
import { minute } from '#lib/durations.ts'
import { sha256 } from '#lib/sha256.ts'
import { isUsable } from '#people/accounts/account-lock.ts'
import { writeIfPossible } from '#platform/db/optional-write.ts'
import { actingAccount } from '#platform/identity/acting-account.ts'
import type { TokenActor } from '#platform/identity/actor.ts'
import { findToken, findTokenById, touchToken } from './queries.ts'
import { scopesOf } from './scopes.ts'

const usedEvery = 5 * minute

/**
 * The owner of this token, as it is now. SINGLE_SESSION and SESSION_BINDING do not apply: it is no session. Only
 * somebody with the whole token learns that it was revoked or has expired.
 *
 * @throws unauthenticated (bad_token, token_revoked, token_expired)
 */
export async function authenticateToken(ctx: Context, token: string): Promise<TokenActor> {
  const found = await findToken(ctx, sha256(token))
  if (!found || !isUsable(found)) throw refusal('bad_token', 'There is no such API token, or its account is closed.')
  const now = ctx.clock.now()
  if (found.revoked_at !== null)
    throw refusal('token_revoked', 'This API token was revoked. Its owner can make another.')
  if (found.expires_at <= now) throw refusal('token_expired', 'This API token has expired. Its owner can make another.')
  const { token_id: id, last_used_at } = found
  if (last_used_at === null || Math.abs(now - last_used_at) > usedEvery)
    await writeIfPossible(ctx, 'when an API token was last used', () => touchToken(ctx, id))
  return { ...actingAccount(found, now), via: { kind: 'token', id, scopes: scopesOf(found.scopes) } }
}

const refusal = (code: CodeOf<'unauthenticated'>, sentence: string) =>
  new DomainError('unauthenticated', code, sentence)

/** Whether the token is still valid and its account unchanged. */
export async function tokenStands(ctx: Context, { via, account_type }: TokenActor): Promise<boolean> {
  const found = await findTokenById(ctx, via.id)
  if (!found || !isUsable(found) || found.account_type !== account_type) return false
  return found.revoked_at === null && found.expires_at > ctx.clock.now()
}
