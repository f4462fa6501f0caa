import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { firstStepsRow, logoRow } from './stored-queries.ts'

export async function findLogo(db: Database): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', logoRow).executeTakeFirst()
  return row?.value
}

export async function areFirstStepsHidden(ctx: Context): Promise<boolean> {
  const row = await ctx.db.selectFrom('settings').select('name').where('name', '=', firstStepsRow).executeTakeFirst()
  return row !== undefined
}

/** @returns false when they were hidden already */
export async function hideFirstSteps(ctx: Context): Promise<boolean> {
  const row = { name: firstStepsRow, value: 'true', changed_at: ctx.clock.now() }
  const added = await ctx.db
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(added.numInsertedOrUpdatedRows ?? 0) > 0
}

export const storeLogo = (ctx: Context, value: string) => storeSetting(ctx, logoRow, value)
export const deleteLogo = (ctx: Context) => deleteSetting(ctx, logoRow)

export async function storeSetting(ctx: Context, name: string, value: string): Promise<void> {
  const changed_at = ctx.clock.now()
  await ctx.db
    .insertInto('settings')
    .values({ name, value, changed_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at }))
    .execute()
}

export async function deleteSetting(ctx: Context, name: string): Promise<void> {
  await ctx.db.deleteFrom('settings').where('name', '=', name).execute()
}
