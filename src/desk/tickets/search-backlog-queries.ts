import type { Selectable } from 'kysely'
import type { Context } from '#context'
import { lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'

export type Backlog = Selectable<Schema['search_backlog']>

export const findBacklog = (ctx: Context): Promise<Backlog | undefined> =>
  ctx.db.selectFrom('search_backlog').selectAll().executeTakeFirst()

export const lockBacklog = (ctx: Context): Promise<Backlog | undefined> =>
  ctx.db.selectFrom('search_backlog').selectAll().$call(lockingRows(ctx.db)).executeTakeFirst()

export const updateBacklog = (ctx: Context, change: Partial<Backlog>) =>
  ctx.db.updateTable('search_backlog').set(change).execute()

export const deleteBacklog = (ctx: Context) => ctx.db.deleteFrom('search_backlog').execute()

/** The largest id of a table below one; 0 if there is none. */
export async function idBefore(ctx: Context, table: 'tickets' | 'accounts', id: number): Promise<number> {
  const row = await ctx.db
    .selectFrom(table)
    .select('id')
    .where('id', '<', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? 0
}
