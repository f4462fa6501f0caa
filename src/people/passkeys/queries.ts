import type { Insertable, Selectable } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'

export type Passkey = Selectable<Schema['passkeys']>

export const listPasskeys = (ctx: Context, account_id: number): Promise<Passkey[]> =>
  ctx.db.selectFrom('passkeys').selectAll().where('account_id', '=', account_id).orderBy('created_at').execute()

export const findPasskey = (ctx: Context, id: string): Promise<Passkey | undefined> =>
  ctx.db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst()

/** @returns false if this passkey is registered already */
export const insertPasskey = (ctx: Context, passkey: Insertable<Schema['passkeys']>): Promise<boolean> =>
  hasChanged(
    ctx.db
      .insertInto('passkeys')
      .values(passkey)
      .onConflict((conflict) => conflict.column('id').doNothing()),
  )

/** @returns false if it was used or removed meanwhile */
export const countUse = (ctx: Context, { id, counter }: Passkey, newCounter: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('passkeys')
      .set({ counter: newCounter, last_used_at: ctx.clock.now() })
      .where('id', '=', id)
      .where('counter', '=', counter),
  )

export const deletePasskey = (ctx: Context, account_id: number, id: string): Promise<boolean> =>
  hasChanged(ctx.db.deleteFrom('passkeys').where('id', '=', id).where('account_id', '=', account_id))

export const insertChallenge = (ctx: Context, challenge: Insertable<Schema['passkey_challenges']>) =>
  ctx.db.insertInto('passkey_challenges').values(challenge).execute()

/** @returns true for exactly one of several concurrent calls. @param lasts lifetime of challenges */
export function takeChallenge(
  ctx: Context,
  challenge: string,
  account_id: number | null,
  lasts: number,
): Promise<boolean> {
  const now = ctx.clock.now()
  return hasChanged(
    ctx.db
      .deleteFrom('passkey_challenges')
      .where('challenge', '=', challenge)
      .where('account_id', account_id === null ? 'is' : '=', account_id)
      .where('expires_at', '>', now)
      .where('expires_at', '<=', latestPlausible(now) + lasts),
  )
}
