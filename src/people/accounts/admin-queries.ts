import type { Context } from '#context'
import { lockingRows } from '#platform/db/dialect.ts'

/** Whether there is another admin; locks the admins' rows, so that two cannot leave concurrently. */
export async function otherAdminExists(ctx: Context, accountId: number): Promise<boolean> {
  const admins = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('account_type', '=', 'admin')
    .where('suspended_at', 'is', null)
    .orderBy('id')
    .$call(lockingRows(ctx.db))
    .execute()
  return admins.some(({ id }) => id !== accountId)
}
