import type { Context } from '#context'
import { startsWith } from '#platform/db/dialect.ts'
import type { FailureReason } from '#platform/db/schema.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { keyOf } from '#platform/identity/account-queries.ts'

export interface FailedLoginFilter {
  /** The beginning of the name that was tried. */
  q?: string | undefined
  /** The beginning of the address: a client, or a network like `192.0.2.` */
  address?: string | undefined
  reason?: FailureReason | undefined
}

/** Newest first, by keyset. */
export function listFailedLogins(
  ctx: Context,
  { q, address, reason }: FailedLoginFilter,
  count: number,
  after?: Cursor,
) {
  let query = ctx.db.selectFrom('failed_logins').selectAll().orderBy('id', 'desc').limit(count)
  if (reason) query = query.where('reason', '=', reason)
  if (q) query = query.where(startsWith('name_key', keyOf(q)))
  if (address) query = query.where(startsWith('address', address.toLowerCase()))
  if (after) query = query.where('id', '<', after.at(-1) as number)
  return query.execute()
}

/** Refused attempts since a time that are only counted, most frequent first. */
export const listRefusedAttempts = (ctx: Context, since: number, most: number) =>
  ctx.db
    .selectFrom('refused_attempts')
    .select(({ fn }) => [
      'address',
      'kind',
      fn.sum<number>('count').as('count'),
      fn.max<number>('last_at').as('last_at'),
    ])
    .where('hour', '>=', since)
    .groupBy(['address', 'kind'])
    .orderBy('count', 'desc')
    .orderBy('last_at', 'desc')
    .limit(most)
    .execute()

/** Counts them since a time, up to `most`. */
export async function countFailedLogins(ctx: Context, since: number, most: number): Promise<number> {
  const newest = ctx.db.selectFrom('failed_logins').select('at').orderBy('id', 'desc').limit(most)
  const row = await ctx.db
    .selectFrom(newest.as('newest'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
