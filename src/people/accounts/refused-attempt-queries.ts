import type { Context } from '#context'

interface Attempt {
  /** When the hour began, in UNIX milliseconds. */
  hour: number
  address: string
  kind: string
  last_at: number
}

/** Adds one to the count of its client, kind and hour. */
export const countAttempt = (ctx: Context, { last_at, ...attempt }: Attempt) =>
  ctx.db
    .insertInto('refused_attempts')
    .values({ ...attempt, count: 1, last_at })
    .onConflict((conflict) =>
      conflict
        .columns(['hour', 'address', 'kind'])
        .doUpdateSet((eb) => ({ count: eb('refused_attempts.count', '+', 1), last_at })),
    )
    .execute()
