import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Context } from '../context.ts'
import type { AccountType, Schema } from '../db/schema.ts'

export type Account = Selectable<Schema['accounts']>

export const keyOf = (name: string) => name.trim().normalize('NFC').toLowerCase()

export const findAccount = (ctx: Context, id: number): Promise<Account | undefined> =>
  ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()

const one = (ctx: Context) => ctx.db.selectFrom('accounts').selectAll().orderBy('id', 'desc').limit(1)

/** The account that has confirmed this address. */
export const findOwnerOfEmail = (ctx: Context, email: string): Promise<Account | undefined> =>
  one(ctx).where('email_key', '=', keyOf(email)).where('email_verified_at', 'is not', null).executeTakeFirst()

/** The newest account that names this address and has not confirmed it. */
export const findClaimantOfEmail = (ctx: Context, email: string): Promise<Account | undefined> =>
  one(ctx).where('email_key', '=', keyOf(email)).where('email_verified_at', 'is', null).executeTakeFirst()

export const findAccountByUsername = (ctx: Context, username: string): Promise<Account | undefined> =>
  one(ctx).where('username_key', '=', keyOf(username)).executeTakeFirst()

/** The accounts that name this address, where none has confirmed it; newest first. */
export const listClaimantsOfEmail = (ctx: Context, email: string, most: number): Promise<Account[]> =>
  ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where('email_key', '=', keyOf(email))
    .where('email_verified_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()

/** By username, or by email: the owner of the address before who only names it. */
export async function findAccountByName(ctx: Context, name: string): Promise<Account | undefined> {
  if (!name.includes('@')) return findAccountByUsername(ctx, name)
  return (await findOwnerOfEmail(ctx, name)) ?? findClaimantOfEmail(ctx, name)
}

/**
 * Whose passwords a login tries: by email always two, so that the time taken does not tell whether an
 * address is confirmed, only named, or unknown. (Usernames have an `@` never, addresses always.)
 */
export async function loginCandidates(ctx: Context, name: string): Promise<(Account | undefined)[]> {
  if (!name.includes('@')) return [await findAccountByUsername(ctx, name)]
  const [claimant, owner] = [await findClaimantOfEmail(ctx, name), await findOwnerOfEmail(ctx, name)]
  return claimant ? [claimant, owner] : [owner, undefined]
}

export async function insertFailedLogin(ctx: Context, failure: Insertable<Schema['failed_logins']>): Promise<void> {
  await ctx.db.insertInto('failed_logins').values(failure).execute()
}

/** @returns undefined when the username is taken, or the email by an account that has confirmed it */
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

export const insertSetupCode = (ctx: Context, code_hash: string, expires_at: number) =>
  ctx.db.insertInto('setup_codes').values({ code_hash, expires_at }).execute()

/** Takes all codes away; of two that try at once only one gets any. */
export const takeSetupCodes = (ctx: Context) => ctx.db.deleteFrom('setup_codes').returningAll().execute()
