import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { DomainError, type FieldError } from '#errors'
import { latestPlausible } from '#lib/clock-skew.ts'
import { hour } from '#lib/durations.ts'
import { seal, unseal } from '#platform/http/seals.ts'

// A purchase token lets one account book once at one event, within an hour. It is sealed instead of stored: viewing a
// page writes nothing, and a used token is a row of `bookings`.

const purpose = 'purchase v1'

export interface Purchase {
  /** 128 random bits, base64url: one booking each. */
  id: string
  expires_at: number
}

/** Also for what becomes a booking without a purchase. */
export const newPurchaseId = () => randomBytes(16).toString('base64url')

export function issuePurchaseToken(ctx: Context, accountId: number, eventId: number) {
  const id = newPurchaseId()
  const expires_at = ctx.clock.now() + hour
  const token = seal(ctx.config, purpose, [id, accountId, eventId, expires_at].join('~'))
  return { token, expires_at }
}

/** @throws invalid, saying which: missing, unknown, of another account, of another event */
export function readPurchaseToken(ctx: Context, token: string, accountId: number, eventId: number): Purchase {
  if (token === '') throw refused('missing', 'There is no purchase token. Open the booking form, or request a token.')
  const [id = '', account, event, expires_at] = (unseal(ctx.config, purpose, token) ?? '').split('~')
  if (id === '') throw refused('unknown', 'This purchase token was not issued here. Open the booking form again.')
  if (Number(account) !== accountId) throw refused('of_another_account', 'This purchase token is another account’s.')
  if (Number(event) !== eventId) throw refused('of_another_event', 'This purchase token is for another event.')
  return { id, expires_at: Number(expires_at) }
}

/** @throws invalid for a token that was not used within an hour, or was issued while the clock was ahead */
export function refuseExpired(ctx: Context, { expires_at }: Purchase): void {
  const now = ctx.clock.now()
  if (expires_at <= now || expires_at > latestPlausible(now) + hour)
    throw refused('expired', 'This purchase token has expired. Open the booking form again.')
}

/** The error for a token that was used for another booking. */
export const usedToken = () => refused('used', 'This purchase token has been used for another booking.')

type Fault = 'missing' | 'unknown' | 'of_another_account' | 'of_another_event' | 'expired' | 'used'

function refused(what: Fault, sentence: string): DomainError {
  const fields: FieldError[] = [{ field: 'purchase_token', message: sentence }]
  return new DomainError('invalid', `purchase_token_${what}`, sentence, { fields })
}
