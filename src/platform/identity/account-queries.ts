import { type Insertable, type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Context } from '#context'
import { asciiAddress, formsOfAddress } from '#lib/email-address.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'
import { staffTypes } from './account-type.ts'
import { indexAccount, isFoundBy, storeWords } from './account-words.ts'

export type Account = Selectable<Schema['accounts']>

export const keyOf = (name: string) => asciiAddress(name.trim().normalize('NFC').toLowerCase())

/** Whether an account waits for this address to be confirmed, as a condition: it is kept as it was typed. */
export const waitsForAddress = (email: string) =>
  sql<SqlBool>`lower(pending_email) in (${sql.join(formsOfAddress(keyOf(email)))})`

export const findAccount = (ctx: Context, id: number): Promise<Account | undefined> =>
  ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()

const one = (ctx: Context) => ctx.db.selectFrom('accounts').selectAll().orderBy('id', 'desc').limit(1)

/** The account that has confirmed this address. */
export const findOwnerOfEmail = (ctx: Context, email: string): Promise<Account | undefined> =>
  one(ctx).where('email_key', '=', keyOf(email)).where('email_verified_at', 'is not', null).executeTakeFirst()

/** An erased account is nobody's, though it has a name: nobody can log in as `deleted-7`, or have a mail sent. */
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

/** The accounts that name this address, where none has confirmed it; newest first. */
export const listClaimantsOfEmail = (ctx: Context, email: string, most: number): Promise<Account[]> =>
  claimantsOf(ctx, email, 'desc', most)

/**
 * Whose passwords a login tries. An address is its confirmed owner's alone; where nobody has confirmed it, it names the
 * oldest and the newest account that claim it, so that nobody is kept out by how many others do. By address two are
 * tried always, and the same is asked of the database, so that the time taken tells nothing of who has it.
 * (Usernames have an `@` never, addresses always.)
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

/** @returns undefined when the username is taken, or the email by an account that has confirmed it */
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

/** @returns false when another change of the password came first */
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

/** Takes all codes away; of two that try at once only one gets any. */
export const takeSetupCodes = (ctx: Context) => ctx.db.deleteFrom('setup_codes').returningAll().execute()

/** All staff who can work, however many they are: whoever is told of something. */
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
