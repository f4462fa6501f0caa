import type { Context } from '#context'
import { amongIds } from '#platform/db/dialect.ts'

/** This account, if it belongs to an active admin. */
export async function listIfAdmin(ctx: Context, id: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', id)
    .where('account_type', '=', 'admin')
    .where('suspended_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

export const listColleagues = (ctx: Context, ids: number[]) =>
  ctx.db
    .selectFrom('accounts')
    .select(['id', 'display_name', 'account_type'])
    .where(amongIds(ctx.db, 'id', ids))
    .execute()
