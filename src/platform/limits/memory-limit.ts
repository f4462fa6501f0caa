import type { Context } from '#context'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Limit } from './limit.ts'
import { refuseBeyond } from './rate-limit.ts'

interface Bucket {
  used: number
  ends_at: number
}

const mostBuckets = 50_000
const buckets = new WeakMap<object, Map<string, Bucket>>()

/**
 * Counts against `limit` in the memory of this process: for requests so frequent that a database write for each would
 * cost more than it saves.
 *
 * @throws {DomainError} too_many, with the seconds to wait in `details.retry_after`
 */
export function consumeInMemory(ctx: Context, limit: Limit, subject: string | number): void {
  if (!ctx.config.rateLimits) return
  const own = buckets.get(ctx.config) ?? new BoundedMap<string, Bucket>(mostBuckets)
  buckets.set(ctx.config, own)
  const now = ctx.clock.now()
  const key = `${limit.name}:${subject}`
  const known = own.get(key)
  // A bucket that ends later than its window allows is from before the clock was set back.
  const goesOn = known && known.ends_at > now && known.ends_at <= now + limit.window
  const bucket = goesOn ? { used: known.used + 1, ends_at: known.ends_at } : { used: 1, ends_at: now + limit.window }
  own.set(key, bucket)
  refuseBeyond(ctx, limit, bucket)
}
