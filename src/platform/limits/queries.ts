import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'

type Count = { bucket: string; now: number; ends_at: number; latest_end: number }

const oneMore = compiledOnce(
  (db, { bucket, now, ends_at, latest_end }: Count) =>
    db
      .insertInto('rate_limits')
      .values({ bucket, used: 1, ends_at })
      .onConflict((conflict) =>
        conflict.column('bucket').doUpdateSet((eb) => {
          // A bucket that ends later than its window allows was begun while the clock was ahead.
          const over = eb.or([eb('rate_limits.ends_at', '<=', now), eb('rate_limits.ends_at', '>', latest_end)])
          return {
            used: eb
              .case()
              .when(over)
              .then(1)
              .else(eb('rate_limits.used', '+', 1))
              .end(),
            ends_at: eb.case().when(over).then(eb.val(ends_at)).else(eb.ref('rate_limits.ends_at')).end(),
          }
        }),
      )
      .returning(['used', 'ends_at']),
  { constants: [1] },
)

/** Adds one to the bucket; the first after its window has ended starts a new one. */
export async function countOne(ctx: Context, bucket: string, window: number) {
  const now = ctx.clock.now()
  const times = { now, ends_at: now + window, latest_end: latestPlausible(now) + window }
  const [row] = await oneMore(ctx.db, { bucket, ...times }, {})
  if (!row) throw new Error('a bucket was counted without an answer')
  return row
}

export async function emptyBucket(ctx: Context, bucket: string): Promise<void> {
  await ctx.db.deleteFrom('rate_limits').where('bucket', '=', bucket).execute()
}

/** Subtracts from the bucket. */
export async function uncount(ctx: Context, bucket: string, times: number): Promise<void> {
  await ctx.db
    .updateTable('rate_limits')
    .set((eb) => ({ used: eb('used', '-', times) }))
    .where('bucket', '=', bucket)
    .where('used', '>=', times)
    .execute()
}
