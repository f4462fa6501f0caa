import type { Context } from '#context'
import { lockingRows } from '#platform/db/dialect.ts'

export const lockTexts = (ctx: Context, from: number, count: number) =>
  ctx.db
    .selectFrom('events')
    .select(['id', 'title', 'location', 'searched'])
    .where('id', '<=', from)
    .orderBy('id', 'desc')
    .limit(count)
    .$call(lockingRows(ctx.db))
    .execute()

export const updateSearched = (ctx: Context, id: number, searched: string) =>
  ctx.db.updateTable('events').set({ searched }).where('id', '=', id).execute()
