import jwt from 'jsonwebtoken'
import type { Config } from '#config'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { numberOfType } from '#platform/identity/account-type.ts'

const audience = 'supportme'

interface TokenSubject {
  user_id: number
  account_type: AccountType
  session_id: string
  expires_at: number
}

/** A JWT (RFC 7519), HS256, that names a session; the account's rights are read from the database on each request. */
export function signToken(config: Config, { user_id, account_type, session_id, expires_at }: TokenSubject): string {
  const claims = {
    user_id,
    account_type: numberOfType[account_type],
    sid: session_id,
    exp: Math.floor(expires_at / 1000),
  }
  return jwt.sign(claims, config.session.secret, { algorithm: 'HS256', audience, keyid: config.session.keyId })
}

interface Claims {
  user_id: number
  sid: string
  /** Seconds. */
  exp: number
}

/** Caches tokens with a valid signature, by secret: a browser sends its token with each request. */
const verified = new WeakMap<Config['session'], BoundedMap<string, Claims>>()
const mostVerified = 2000

/** @returns null if the signature is wrong; expiry is not checked */
function claimsOf({ session }: Config, token: string): Claims | null {
  const known = verified.get(session) ?? new BoundedMap(mostVerified)
  verified.set(session, known)
  const claims = known.get(token) ?? verify(session.secret, token)
  if (claims) known.set(token, claims)
  return claims
}

function verify(secret: Config['session']['secret'], token: string): Claims | null {
  try {
    const claims = jwt.verify(token, secret, { algorithms: ['HS256'], audience, ignoreExpiration: true })
    if (typeof claims !== 'object') return null
    const { user_id, sid, exp } = claims
    return typeof user_id === 'number' && typeof sid === 'string' && typeof exp === 'number'
      ? { user_id, sid, exp }
      : null
  } catch {
    return null
  }
}

/** The account of a token, even an expired one; null if the signature is wrong. */
export const accountOfToken = (config: Config, token: string): number | null => claimsOf(config, token)?.user_id ?? null

/** @returns the session's id, or null if the token is not ours, not valid or expired */
export function sessionIdOf(config: Config, token: string, now: number): string | null {
  const claims = claimsOf(config, token)
  return claims && Math.floor(now / 1000) < claims.exp ? claims.sid : null
}
