import type { Context } from '#context'

export async function countPasskeys(ctx: Context, accountId: number): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('passkeys')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
