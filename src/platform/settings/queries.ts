import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Database } from '#platform/db/client.ts'

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

export const findLogo = (db: Database) =>
  db.selectFrom('site_files').select(['type', 'content']).where('name', '=', 'logo').executeTakeFirst()

/** @param content in base64 */
export async function storeLogo(ctx: Context, type: string, content: string): Promise<void> {
  const changed_at = ctx.clock.now()
  await ctx.db
    .insertInto('site_files')
    .values({ name: 'logo', type, content, changed_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ type, content, changed_at }))
    .execute()
}

export async function deleteLogo(ctx: Context): Promise<void> {
  await ctx.db.deleteFrom('site_files').where('name', '=', 'logo').execute()
}

export async function areFirstStepsHidden(ctx: Context): Promise<boolean> {
  const facts = ctx.db.selectFrom('installation').where('name', '=', 'first_steps_hidden')
  return (await facts.select('name').executeTakeFirst()) !== undefined
}

/** @returns false if they were hidden already */
export const hideFirstSteps = (ctx: Context): Promise<boolean> =>
  hasChanged(
    ctx.db
      .insertInto('installation')
      .values({ name: 'first_steps_hidden', value: 'true', recorded_at: ctx.clock.now() })
      .onConflict((conflict) => conflict.doNothing()),
  )
