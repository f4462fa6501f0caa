import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Context } from '../context.ts'
import type { AccountType, Schema } from '../db/schema.ts'

export type Account = Selectable<Schema['accounts']>

export const keyOf = (name: string) => name.trim().normalize('NFC').toLowerCase()

export const findAccount = (ctx: Context, id: number): Promise<Account | undefined> =>
  ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()

/** By username or email, ignoring case. */
export const findAccountByName = (ctx: Context, name: string): Promise<Account | undefined> =>
  ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where((eb) => eb.or([eb('username_key', '=', keyOf(name)), eb('email_key', '=', keyOf(name))]))
    .executeTakeFirst()

/** @returns undefined when the username or the email is taken */
export const insertAccount = (ctx: Context, account: Insertable<Schema['accounts']>): Promise<Account | undefined> =>
  ctx.db
    .insertInto('accounts')
    .values(account)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()

export async function isTaken(ctx: Context, column: 'username_key' | 'email_key', name: string): Promise<boolean> {
  const row = await ctx.db.selectFrom('accounts').select('id').where(column, '=', keyOf(name)).executeTakeFirst()
  return row !== undefined
}

export async function updateAccount(ctx: Context, id: number, change: Updateable<Schema['accounts']>): Promise<void> {
  await ctx.db.updateTable('accounts').set(change).where('id', '=', id).execute()
}

/** @returns false when another change of the password came first */
export async function replacePassword(ctx: Context, account: Account, password_hash: string): Promise<boolean> {
  const result = await ctx.db
    .updateTable('accounts')
    .set({ password_hash })
    .where('id', '=', account.id)
    .where('password_hash', '=', account.password_hash)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function replaceAccountType(
  ctx: Context,
  id: number,
  from: AccountType,
  to: AccountType,
): Promise<boolean> {
  const result = await ctx.db
    .updateTable('accounts')
    .set({ account_type: to })
    .where('id', '=', id)
    .where('account_type', '=', from)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function adminExists(ctx: Context): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('account_type', '=', 'admin')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export const findSession = (ctx: Context, id: string, now: number) =>
  ctx.db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'accounts.id',
      'accounts.username',
      'accounts.display_name',
      'accounts.profile_icon',
      'accounts.account_type',
      'accounts.created_at',
      'sessions.id as session_id',
      'sessions.expires_at as session_expires_at',
    ])
    .where('sessions.id', '=', id)
    .where('sessions.expires_at', '>', now)
    .executeTakeFirst()

export const insertSession = (ctx: Context, session: Insertable<Schema['sessions']>) =>
  ctx.db.insertInto('sessions').values(session).execute()

export async function deleteSession(ctx: Context, id: string): Promise<void> {
  await ctx.db.deleteFrom('sessions').where('id', '=', id).execute()
}

export async function deleteSessionsOf(ctx: Context, accountId: number): Promise<void> {
  await ctx.db.deleteFrom('sessions').where('account_id', '=', accountId).execute()
}

export async function deleteExpiredSessions(ctx: Context): Promise<void> {
  await ctx.db.deleteFrom('sessions').where('expires_at', '<', ctx.clock.now()).execute()
}

export const insertSetupCode = (ctx: Context, code_hash: string, expires_at: number) =>
  ctx.db.insertInto('setup_codes').values({ code_hash, expires_at }).execute()

/** Takes all codes away; of two that try at once only one gets any. */
export const takeSetupCodes = (ctx: Context) => ctx.db.deleteFrom('setup_codes').returningAll().execute()
