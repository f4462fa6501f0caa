import type { Context } from '../context.ts'

/** One more in the bucket; the first after its window begins another. */
export function countOne(ctx: Context, bucket: string, window: number) {
  const now = ctx.clock.now()
  const ends_at = now + window
  return ctx.db
    .insertInto('rate_limits')
    .values({ bucket, used: 1, ends_at })
    .onConflict((conflict) =>
      conflict.column('bucket').doUpdateSet((eb) => {
        const over = eb('rate_limits.ends_at', '<=', now)
        return {
          used: eb
            .case()
            .when(over)
            .then(1)
            .else(eb('rate_limits.used', '+', 1))
            .end(),
          ends_at: eb.case().when(over).then(ends_at).else(eb.ref('rate_limits.ends_at')).end(),
        }
      }),
    )
    .returning(['used', 'ends_at'])
    .executeTakeFirstOrThrow()
}

export async function emptyBucket(ctx: Context, bucket: string): Promise<void> {
  await ctx.db.deleteFrom('rate_limits').where('bucket', '=', bucket).execute()
}

export async function forgetOldLimits(ctx: Context): Promise<void> {
  await ctx.db.deleteFrom('rate_limits').where('ends_at', '<', ctx.clock.now()).execute()
}
