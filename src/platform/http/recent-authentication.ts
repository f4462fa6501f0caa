import type { Context } from '#context'
import { DomainError, type FieldError, forbidden } from '#errors'
import { minute } from '#lib/durations.ts'
import type { SessionActor } from '#platform/identity/actor.ts'

type Proven = Pick<SessionActor, 'authenticated_at'>

/** How long a proof of identity is valid for changing credentials. */
export const recentFor = 10 * minute

/** A proof from the future, made before the clock was set back, is not valid either. */
export const isRecentlyAuthenticated = (ctx: Context, { authenticated_at }: Proven): boolean =>
  Math.abs(ctx.clock.now() - authenticated_at) <= recentFor

/**
 * The one rule for changing credentials, one's own or another account's: the actor must have given password or passkey,
 * and the second step if it is on, within the last ten minutes. A login counts.
 *
 * @throws forbidden (reauthentication_required)
 */
export function requireRecentAuthentication(ctx: Context, actor: Proven): void {
  if (!isRecentlyAuthenticated(ctx, actor)) throw reauthenticationRequired()
}

const code = 'reauthentication_required'

export const reauthenticationRequired = () =>
  forbidden(
    code,
    'Confirm that it is you: your last login or confirmation is more than ten minutes ago. Programs do so at POST /api/v1/me/reauthentication, and then try again.',
  )

/** The error for a wrong proof: the same one, so that the page asks again. */
export const asksForReauthentication = ({ kind, message, details }: DomainError, fields: FieldError[]) =>
  Object.assign(new DomainError('forbidden', code, message, { fields, details }), { kind })

export const wantsReauthentication = (error: { code: string }): boolean => error.code === code
