import type { RawBuilder } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { isUniqueViolation, lockingRows } from '#platform/db/dialect.ts'

export interface SavedViewRow {
  id: number
  name: string
  address: string
}

/** For each account. */
export const mostViews = 20

/** In the order in which they were saved. */
export const viewsOf = (db: Database, account_id: number, count: number | RawBuilder<number>) =>
  db
    .selectFrom('saved_views')
    .select(['id', 'name', 'address'])
    .where('account_id', '=', account_id)
    .orderBy('id')
    .limit(count)

const someViews = compiledOnce((db, { account_id, count }: { account_id: number; count: number }) =>
  viewsOf(db, account_id, count),
)

export const listViewsOf = (ctx: Context, account_id: number, count: number): Promise<SavedViewRow[]> =>
  someViews(ctx.db, { account_id, count }, {})

/** Locks the account, so that it cannot save another view until the transaction ends. */
export const lockOwner = (ctx: Context, accountId: number) =>
  ctx.db.selectFrom('accounts').select('id').where('id', '=', accountId).$call(lockingRows(ctx.db)).execute()

/** @returns undefined if the account has a view with this name */
export async function insertView(
  ctx: Context,
  account_id: number,
  view: { name: string; address: string },
): Promise<number | undefined> {
  const row = await ctx.db
    .insertInto('saved_views')
    .values({ account_id, ...view })
    .onConflict((conflict) => conflict.columns(['account_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** @returns the view; undefined if there is none, null if the person has another one with this name */
export async function updateViewName(
  ctx: Context,
  accountId: number,
  id: number,
  name: string,
): Promise<SavedViewRow | null | undefined> {
  const update = ctx.db
    .updateTable('saved_views')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning(['id', 'name', 'address'])
  try {
    return await update.executeTakeFirst()
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

export const deleteView = (ctx: Context, accountId: number, id: number): Promise<boolean> =>
  hasChanged(ctx.db.deleteFrom('saved_views').where('id', '=', id).where('account_id', '=', accountId))
