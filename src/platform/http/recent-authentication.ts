import type { Context } from '#context'
import { DomainError, type FieldError, forbidden } from '#errors'
import { minute } from '#lib/durations.ts'
import type { SessionActor } from '#platform/identity/actor.ts'

type Proven = Pick<SessionActor, 'authenticated_at'>

/** How long a proof of who somebody is counts for what changes credentials. */
export const recentFor = 10 * minute

/** A proof that lies in the future, by a clock that was set right since, does not count either. */
export const isRecentlyAuthenticated = (ctx: Context, { authenticated_at }: Proven): boolean =>
  Math.abs(ctx.clock.now() - authenticated_at) <= recentFor

/**
 * The one rule for whatever changes credentials, one's own or another account's: who does it has given password or
 * passkey, and the second step where it is on, within the last ten minutes. A login counts.
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

/** A proof that was refused: the same error, for the page that asks once more. */
export const asksForReauthentication = ({ kind, message, details }: DomainError, fields: FieldError[]) =>
  Object.assign(new DomainError('forbidden', code, message, { fields, details }), { kind })

export const wantsReauthentication = (error: { code: string }): boolean => error.code === code
