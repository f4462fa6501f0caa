import { type Insertable, type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Context } from '#context'
import { asciiAddress, formsOfAddress } from '#lib/email-address.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'
import { staffTypes } from './account-type.ts'
import { indexAccount, isFoundBy, storeWords } from './account-words.ts'

export type Account = Selectable<Schema['accounts']>

export const keyOf = (name: string) => asciiAddress(name.trim().normalize('NFC').toLowerCase())

/** Whether an account waits for this address to be confirmed, as a condition; a pending address is stored as typed. */
export const waitsForAddress = (email: string) =>
  sql<SqlBool>`lower(pending_email) in (${sql.join(formsOfAddress(keyOf(email)))})`

export const findAccount = (ctx: Context, id: number): Promise<Account | undefined> =>
  ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()

const one = (ctx: Context) => ctx.db.selectFrom('accounts').selectAll().orderBy('id', 'desc').limit(1)

/** The account that has confirmed this address. */
export const findOwnerOfEmail = (ctx: Context, email: string): Promise<Account | undefined> =>
  one(ctx).where('email_key', '=', keyOf(email)).where('email_verified_at', 'is not', null).executeTakeFirst()

/**
 * Erased accounts are not found, although they have a name such as `deleted-7`: nobody may log in as them or have a
 * mail sent.
 */
export const findAccountByUsername = (ctx: Context, username: string): Promise<Account | undefined> =>
  one(ctx).where('username_key', '=', keyOf(username)).where('deleted_at', 'is', null).executeTakeFirst()

const claimantsOf = (ctx: Context, email: string, order: 'asc' | 'desc', most: number) =>
  ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where('email_key', '=', keyOf(email))
    .where('email_verified_at', 'is', null)
    .orderBy('id', order)
    .limit(most)
    .execute()

/** The accounts that name this address, if none has confirmed it; newest first. */
export const listClaimantsOfEmail = (ctx: Context, email: string, most: number): Promise<Account[]> =>
  claimantsOf(ctx, email, 'desc', most)

/**
 * The accounts whose passwords a login tries. An address belongs to its confirmed owner alone; until one has confirmed
 * it, the oldest and the newest account that name it are tried, so that others who name it lock nobody out. For an
 * address the answer is always two entries after the same queries, so that the response time reveals nothing.
 * (Addresses contain an `@`, usernames never do.)
 */
export async function loginCandidates(ctx: Context, name: string): Promise<(Account | undefined)[]> {
  if (!name.includes('@')) return [await findAccountByUsername(ctx, name)]
  const owner = await findOwnerOfEmail(ctx, name)
  const [oldest] = await claimantsOf(ctx, name, 'asc', 1)
  const [newest] = await claimantsOf(ctx, name, 'desc', 1)
  if (owner) return [owner, undefined]
  return [oldest, newest?.id === oldest?.id ? undefined : newest]
}

export async function insertFailedLogin(ctx: Context, failure: Insertable<Schema['failed_logins']>): Promise<void> {
  await ctx.db.insertInto('failed_logins').values(failure).execute()
}

/** @returns undefined if the username is taken, or the address is confirmed by another account */
export async function insertAccount(ctx: Context, row: Insertable<Schema['accounts']>): Promise<Account | undefined> {
  const account = await ctx.db
    .insertInto('accounts')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (account) await storeWords(ctx, account)
  return account
}

export async function isTaken(ctx: Context, column: 'username_key' | 'email_key', name: string): Promise<boolean> {
  const row = await ctx.db.selectFrom('accounts').select('id').where(column, '=', keyOf(name)).executeTakeFirst()
  return row !== undefined
}

export async function updateAccount(ctx: Context, id: number, change: Updateable<Schema['accounts']>): Promise<void> {
  await ctx.db.updateTable('accounts').set(change).where('id', '=', id).execute()
  if (isFoundBy(change)) await indexAccount(ctx, id)
}

/** @returns false if the password was changed meanwhile */
export const replacePassword = (ctx: Context, account: Account, password_hash: string): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('accounts')
      .set({ password_hash })
      .where('id', '=', account.id)
      .where('password_hash', '=', account.password_hash),
  )

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

/** Deletes and returns all codes; of two concurrent calls only one gets any. */
export const takeSetupCodes = (ctx: Context) => ctx.db.deleteFrom('setup_codes').returningAll().execute()

/** All active staff, for notifications. */
export async function listStaffIds(ctx: Context): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('account_type', 'in', staffTypes)
    .where('suspended_at', 'is', null)
    .where('deleted_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
