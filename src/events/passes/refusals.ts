import type { Context } from '#context'
import { conflict } from '#errors'
import { isUsedAt } from '#events/events/times.ts'
import { formatTime } from '#lib/format-time.ts'
import { findUsedDoor } from './queries.ts'

interface State {
  id: number
  used_at: number | null
  cancelled_at: number | null
  starts_at: number
  ends_at: number
  event_cancelled_at: number | null
}

export type PassState = 'valid' | 'used' | 'cancelled' | 'over'

export function stateOf(ctx: Context, pass: State): PassState {
  if (isUsedAt(ctx, pass, ctx.clock.now())) return 'used'
  if (pass.cancelled_at !== null || pass.event_cancelled_at !== null) return 'cancelled'
  return pass.ends_at <= ctx.clock.now() ? 'over' : 'valid'
}

/** @throws conflict for a pass that can no longer admit anybody */
export async function refuseInvalid(ctx: Context, pass: State): Promise<void> {
  if (pass.event_cancelled_at !== null) throw conflict('event_cancelled', 'This event is cancelled.')
  if (pass.ends_at <= ctx.clock.now()) throw conflict('event_over', 'This event is over.')
  if (pass.cancelled_at !== null) throw conflict('pass_cancelled', 'This pass is cancelled.')
  if (pass.used_at === null || !isUsedAt(ctx, pass, ctx.clock.now())) return
  const door = await findUsedDoor(ctx, pass.id)
  const where = door === null ? '' : ` at “${door}”`
  throw conflict('pass_used', `This pass was used on ${formatTime(ctx, pass.used_at).full}${where}.`)
}
