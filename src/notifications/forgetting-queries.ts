import type { Context } from '../context.ts'

/** The last of the next `count` notifications, whoever they are for. */
export function findEndOfPortion(ctx: Context, after: number, count: number) {
  const next = ctx.db
    .selectFrom('notifications')
    .select(['id', 'created_at'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(count)
  return ctx.db.selectFrom(next.as('next')).selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
}

export interface OldNews {
  /** Ids: behind the first, up to the second. */
  after: number
  up_to: number
  /** Read before this moment. */
  before: number
}

export const deleteReadNews = (ctx: Context, { after, up_to, before }: OldNews) =>
  ctx.db
    .deleteFrom('notifications')
    .where('id', '>', after)
    .where('id', '<=', up_to)
    .where('read_at', '<', before)
    .execute()
