import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { day } from '#lib/durations.ts'

/** For how long an invitation is good, in milliseconds. */
export const lifetime = 7 * day

/** One that was made while the clock was ahead is over too, as it would hold for longer. */
export function isExpired(
  { clock }: Pick<Context, 'clock'>,
  { invited_at, expires_at }: { invited_at: number; expires_at: number },
): boolean {
  const now = clock.now()
  return expires_at <= now || invited_at > latestPlausible(now)
}
