import type { Context } from '#context'
import { day, hour, minute } from '#lib/durations.ts'
import type { SessionRow } from './session-queries.ts'

/** Maximum time for the second step of a login. */
const secondStepWithin = 15 * minute

interface Kind {
  second_factor_required: boolean
  persistent: boolean
}

/** When a session that begins now ends at the latest, and when it ends if unused. */
export function lifetimeOf(ctx: Context, { second_factor_required, persistent }: Kind) {
  const now = ctx.clock.now()
  if (second_factor_required || !persistent) {
    const expires_at = now + (second_factor_required ? secondStepWithin : ctx.settings.current.session_hours * hour)
    return { expires_at, ends_unused_at: expires_at }
  }
  const { keep_logged_in_days } = ctx.settings.current
  const expires_at = now + keep_logged_in_days * day
  return { expires_at, ends_unused_at: endOfPersistent(ctx, { session_created_at: now }) }
}

/** The new end of a persistent session when it is used: after the idle time, or at its last day. */
export function endOfPersistent(ctx: Context, { session_created_at }: Pick<SessionRow, 'session_created_at'>): number {
  const { keep_logged_in_days, keep_logged_in_idle_days } = ctx.settings.current
  return Math.min(session_created_at + keep_logged_in_days * day, ctx.clock.now() + keep_logged_in_idle_days * day)
}
