import type { Context } from '#context'
import type { Authenticator } from '#people/sessions/second-factor-queries.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'

/** @returns false if one is confirmed already */
export const putUnconfirmed = (ctx: Context, account_id: number, secret: string, last_step: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .insertInto('authenticators')
      .values({ account_id, secret, last_step, confirmed_at: null })
      .onConflict((conflict) =>
        conflict
          .column('account_id')
          .doUpdateSet({ secret, last_step })
          .where('authenticators.confirmed_at', 'is', null),
      ),
  )

/** @returns false if it was confirmed or begun again meanwhile */
export const confirmAuthenticator = (ctx: Context, { account_id, secret }: Authenticator, step: number) =>
  hasChanged(
    ctx.db
      .updateTable('authenticators')
      .set({ confirmed_at: ctx.clock.now(), last_step: step })
      .where('account_id', '=', account_id)
      .where('confirmed_at', 'is', null)
      .where('secret', '=', secret),
  )

/** @returns true for exactly one of several concurrent calls */
export const takeStep = (ctx: Context, account_id: number, step: number, secret: string): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('authenticators')
      .set({ last_step: step, secret })
      .where('account_id', '=', account_id)
      .where('confirmed_at', 'is not', null)
      // A much later step was used while the clock was ahead.
      .where(({ eb, or }) => or([eb('last_step', '<', step), eb('last_step', '>', step + 4)])),
  )

/** @returns whether there was a confirmed one */
export async function deleteSecondStep(ctx: Context, account_id: number): Promise<boolean> {
  const gone = await ctx.db
    .deleteFrom('authenticators')
    .where('account_id', '=', account_id)
    .returning('confirmed_at')
    .executeTakeFirst()
  await ctx.db.deleteFrom('recovery_codes').where('account_id', '=', account_id).execute()
  return gone?.confirmed_at != null
}

export async function replaceRecoveryCodes(ctx: Context, account_id: number, hashes: string[]): Promise<void> {
  await ctx.db.deleteFrom('recovery_codes').where('account_id', '=', account_id).execute()
  const rows = hashes.map((code_hash) => ({ account_id, code_hash, used_at: null }))
  await ctx.db.insertInto('recovery_codes').values(rows).execute()
}

/** @returns true for exactly one of several concurrent calls */
export const takeRecoveryCode = (ctx: Context, account_id: number, code_hash: string): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('recovery_codes')
      .set({ used_at: ctx.clock.now() })
      .where('account_id', '=', account_id)
      .where('code_hash', '=', code_hash)
      .where('used_at', 'is', null),
  )

export async function countRecoveryCodes(ctx: Context, account_id: number): Promise<number> {
  const row = await ctx.db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('account_id', '=', account_id)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
