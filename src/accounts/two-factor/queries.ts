import type { Context } from '../../context.ts'

export async function hasSecondStep(ctx: Context, accountId: number): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('authenticators')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}
