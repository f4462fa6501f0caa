import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { day, hour } from '#lib/durations.ts'
import { sha256 } from '#lib/sha256.ts'
import type { TokenPurpose } from '#platform/db/schema.ts'
import { findLinkToken, insertLinkToken, type LinkToken, takeLinkToken } from './token-queries.ts'

const lasts: Record<TokenPurpose, number> = { verify_email: day, reset_password: hour }
const pages: Record<TokenPurpose, string> = { verify_email: '/verify', reset_password: '/reset' }

/**
 * Makes a link with 192 random bits, of which only the hash is stored.
 *
 * @param email the address that it is sent to; empty for one that an admin hands over, which proves no address
 * @param issued_by the admin who hands it over
 */
export async function makeLink(
  ctx: Context,
  purpose: TokenPurpose,
  account_id: number,
  email: string,
  issued_by: number | null = null,
): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const created_at = ctx.clock.now()
  await insertLinkToken(ctx, {
    token_hash: sha256(token),
    account_id,
    purpose,
    email,
    issued_by,
    created_at,
    expires_at: created_at + lasts[purpose],
  })
  return `${ctx.config.server.origin}${pages[purpose]}?token=${token}`
}

/** @returns undefined if the token is unknown, expired, void or used */
export const findLink = (ctx: Context, purpose: TokenPurpose, token: string): Promise<LinkToken | undefined> =>
  findLinkToken(ctx, purpose, sha256(token), ctx.clock.now())

/** Uses a link up, in a transaction that has locked its account. @returns false if another request was faster */
export const useLink = (ctx: Context, { purpose, token_hash }: LinkToken): Promise<boolean> =>
  takeLinkToken(ctx, purpose, token_hash, ctx.clock.now())
