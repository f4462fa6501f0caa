import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import type { TokenPurpose } from '../db/schema.ts'
import { findLinkToken, insertLinkToken, type LinkToken, takeLinkToken } from './token-queries.ts'

const hour = 3_600_000
const lasts: Record<TokenPurpose, number> = { verify_email: 24 * hour, reset_password: hour }
const pages: Record<TokenPurpose, string> = { verify_email: '/verify', reset_password: '/reset' }

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/**
 * Makes a link that proves who opens it: 192 random bits, of which only the hash is kept.
 *
 * @param email the address that it goes to
 */
export async function makeLink(
  ctx: Context,
  purpose: TokenPurpose,
  account_id: number,
  email: string,
): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const created_at = ctx.clock.now()
  await insertLinkToken(ctx, {
    token_hash: hashOf(token),
    account_id,
    purpose,
    email,
    created_at,
    expires_at: created_at + lasts[purpose],
  })
  return `${ctx.config.server.origin}${pages[purpose]}?token=${token}`
}

/** Uses a token up. @returns undefined when it is unknown, expired or used already */
export const useToken = (ctx: Context, purpose: TokenPurpose, token: string): Promise<LinkToken | undefined> =>
  takeLinkToken(ctx, purpose, hashOf(token), ctx.clock.now())

/** Whether a token could be used now. */
export async function isGoodToken(ctx: Context, purpose: TokenPurpose, token: string): Promise<boolean> {
  return (await findLinkToken(ctx, purpose, hashOf(token), ctx.clock.now())) !== undefined
}
