import type { Context } from '../context.ts'
import type { Database } from '../db/client.ts'

/** Where the logo's bytes are; everything else in the table is a setting. */
const logoRow = 'site_logo_file'

export const listStoredSettings = (db: Database) =>
  db.selectFrom('settings').select(['name', 'value']).where('name', '!=', logoRow).execute()

export async function findLogo(db: Database): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', logoRow).executeTakeFirst()
  return row?.value
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
