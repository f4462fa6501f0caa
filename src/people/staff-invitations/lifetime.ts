import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { day } from '#lib/durations.ts'

/** How long an invitation is valid, in milliseconds. */
export const lifetime = 7 * day

/** One made while the clock was ahead counts as expired, as it would be valid for longer. */
export function isExpired(
  { clock }: Pick<Context, 'clock'>,
  { invited_at, expires_at }: { invited_at: number; expires_at: number },
): boolean {
  const now = clock.now()
  return expires_at <= now || invited_at > latestPlausible(now)
}
