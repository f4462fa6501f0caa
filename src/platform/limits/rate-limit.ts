import type { Context } from '#context'
import { DomainError } from '#errors'
import { counted } from '#lib/counted.ts'
import { addressKey } from '#lib/ip-address.ts'
import { sha256 } from '#lib/sha256.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Limit, LimitState } from './limit.ts'
import { countOne, emptyBucket, uncount } from './queries.ts'

/**
 * Counts against `limit` in the database, so that it holds across processes and restarts.
 *
 * @param subject whose bucket: an account, a name …; for a client's address use `consumeByAddress`
 * @throws {DomainError} too_many, with the seconds to wait in `details.retry_after`
 */
export async function consume(ctx: Context, limit: Limit, subject: string | number): Promise<void> {
  if (!ctx.config.rateLimits) return
  const [bucket, { window }] = [bucketOf(limit, subject), limit]
  ctx.counted?.push({ bucket, window })
  refuseBeyond(ctx, limit, await countOne(ctx, bucket, window))
}

/** @throws {DomainError} too_many if the count exceeds the limit */
export function refuseBeyond(ctx: Context, limit: Limit, { used, ends_at }: { used: number; ends_at: number }): void {
  const reset = Math.max(1, Math.ceil((ends_at - ctx.clock.now()) / 1000))
  const state = { limit, remaining: Math.max(0, limit.most - used), reset }
  if (!limit.unannounced || used > limit.most) ctx.client?.limits.push(state)
  if (used <= limit.most) return
  const sentence = `That was tried too often. Please wait ${wait(reset)} and try again.`
  throw new DomainError('too_many', 'too_many', sentence, { details: { retry_after: reset } })
}

/** Counts by the client's address; IPv6 by /64. Work that no client has requested is not limited. */
export async function consumeByAddress(ctx: Context, limit: Limit): Promise<void> {
  if (ctx.client?.address) await consume(ctx, limit, addressKey(ctx.client.address))
}

/**
 * Counts like `consume`, without headers in the response.
 *
 * @returns whether it is still within the limit
 */
export async function consumeQuietly(ctx: Context, limit: Limit, subject: string | number): Promise<boolean> {
  return (await countQuietly(ctx, limit, subject)) <= limit.most
}

/** @returns the count in this window, including this one; 0 if nothing is limited */
export async function countQuietly(ctx: Context, limit: Limit, subject: string | number): Promise<number> {
  if (!ctx.config.rateLimits) return 0
  return (await countOne(ctx, bucketOf(limit, subject), limit.window)).used
}

/** Several counts in one transaction, which a refusal among them does not roll back. */
export async function consumeAll<T>(ctx: Context, count: (ctx: Context) => Promise<T>): Promise<T> {
  if (!ctx.config.rateLimits) return count(ctx)
  const { counted, refusal } = await withTransaction(ctx, async (ctx) => {
    try {
      return { counted: await count(ctx), refusal: null }
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'too_many') return { counted: null, refusal: error }
      throw error
    }
  })
  if (refusal) throw refusal
  return counted as T
}

/** For a name or an email address only a hash is stored: the person may be erased meanwhile. */
export const bucketOf = (limit: Limit, subject: string | number) =>
  `${limit.name}:${typeof subject === 'number' ? subject : sha256(subject)}`

/** Empties a bucket, as after a successful login. */
export async function reset(ctx: Context, limit: Limit, subject: string | number): Promise<void> {
  if (ctx.config.rateLimits) await emptyBucket(ctx, bucketOf(limit, subject))
}

/**
 * Gives back to the client's address what a success has used, such as a login: people who share an address do not use
 * up its limit by logging in. Not more than that, or an attacker could reset the limit by logging in to an own account.
 */
export async function resetByAddress(ctx: Context, limit: Limit, times = 1): Promise<void> {
  if (!ctx.config.rateLimits || !ctx.client?.address) return
  await uncount(ctx, bucketOf(limit, addressKey(ctx.client.address)), times)
}

function wait(seconds: number): string {
  if (seconds < 90) return counted(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}

/** Headers of the IETF draft "RateLimit header fields for HTTP", and Retry-After (RFC 9110). */
export function limitHeaders(counted: LimitState[], error?: DomainError): Record<string, string> {
  // A limit that the request was counted against several times appears once, with its final state.
  const states = [...new Map(counted.map((state) => [state.limit, state])).values()]
  const headers: Record<string, string> = {}
  if (states.length > 0) {
    headers['ratelimit-policy'] = states
      .map(({ limit }) => `"${limit.name}";q=${limit.most};w=${limit.window / 1000}`)
      .join(', ')
    headers.ratelimit = states
      .map(({ limit, remaining, reset }) => `"${limit.name}";r=${remaining};t=${reset}`)
      .join(', ')
  }
  if (error?.kind === 'unavailable') headers['retry-after'] = '5'
  if (error?.kind === 'too_many') headers['retry-after'] = String(error.details.retry_after ?? 60)
  return headers
}
