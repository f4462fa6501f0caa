import { type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { personColumnsOf } from '#platform/identity/people.ts'

/** @returns false if it was so already */
export const insertBlock = (ctx: Context, account_id: number, blocked_id: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .insertInto('blocks')
      .values({ account_id, blocked_id, blocked_at: ctx.clock.now() })
      .onConflict((conflict) => conflict.columns(['account_id', 'blocked_id']).doNothing()),
  )

/** @returns false if it was so already */
export const deleteBlock = (ctx: Context, account_id: number, blocked_id: number): Promise<boolean> =>
  hasChanged(ctx.db.deleteFrom('blocks').where('account_id', '=', account_id).where('blocked_id', '=', blocked_id))

/** Which of two people block the other. */
export async function findBlocks(ctx: Context, you: number, other: number) {
  const rows = await ctx.db
    .selectFrom('blocks')
    .select('account_id')
    .where(({ or, and, eb }) =>
      or([
        and([eb('account_id', '=', you), eb('blocked_id', '=', other)]),
        and([eb('account_id', '=', other), eb('blocked_id', '=', you)]),
      ]),
    )
    .execute()
  const by = rows.map(({ account_id }) => account_id)
  return { blocked_by_you: by.includes(you), blocks_you: by.includes(other) }
}

/** The people whom somebody blocks, if they have a profile; most recent first. */
export function listBlocked(ctx: Context, account_id: number, count: number, after?: Cursor) {
  const query = ctx.db
    .selectFrom('blocks')
    .innerJoin('accounts', 'accounts.id', 'blocks.blocked_id')
    .select(['accounts.id', ...personColumnsOf('accounts'), 'blocks.blocked_at'])
    .where('blocks.account_id', '=', account_id)
    .where('accounts.deleted_at', 'is', null)
    .where('accounts.suspended_at', 'is', null)
    .orderBy('blocks.blocked_at', 'desc')
    .orderBy('blocks.blocked_id', 'desc')
    .limit(count)
  const [at, id] = after ?? []
  return (after ? query.where(sql<SqlBool>`(blocks.blocked_at, blocks.blocked_id) < (${at}, ${id})`) : query).execute()
}
