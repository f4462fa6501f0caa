import jwt from 'jsonwebtoken'
import type { Config } from '#config'
import type { AccountType } from '#platform/db/schema.ts'
import { numberOfType } from '#platform/identity/account-type.ts'

const audience = 'supportme'

interface TokenSubject {
  user_id: number
  account_type: AccountType
  session_id: string
  expires_at: number
}

/** A JWT (RFC 7519), HS256, that names a session; what the person may do is read from the database on each request. */
export function signToken(config: Config, { user_id, account_type, session_id, expires_at }: TokenSubject): string {
  const claims = {
    user_id,
    account_type: numberOfType[account_type],
    sid: session_id,
    exp: Math.floor(expires_at / 1000),
  }
  return jwt.sign(claims, config.session.secret, { algorithm: 'HS256', audience, keyid: config.session.keyId })
}

/** Whose token it is, also when it has expired; null for one that is not ours. */
export function accountOfToken(config: Config, token: string): number | null {
  try {
    const claims = jwt.verify(token, config.session.secret, { algorithms: ['HS256'], audience, ignoreExpiration: true })
    return typeof claims === 'object' && typeof claims.user_id === 'number' ? claims.user_id : null
  } catch {
    return null
  }
}

/** @returns the session's id, or null for a token that is not ours, not valid or expired */
export function sessionIdOf(config: Config, token: string, now: number): string | null {
  try {
    const claims = jwt.verify(token, config.session.secret, {
      algorithms: ['HS256'],
      audience,
      clockTimestamp: Math.floor(now / 1000),
    })
    return typeof claims === 'object' && typeof claims.sid === 'string' ? claims.sid : null
  } catch {
    return null
  }
}
