import { type SqlBool, sql } from 'kysely'
import type { Context } from '../context.ts'
import { lockingRows } from '../db/dialect.ts'

/** Whether an admin is left beside this one; holds the admins' rows, so that two cannot leave at the same moment. */
export async function otherAdminExists(ctx: Context, accountId: number): Promise<boolean> {
  const admins = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('account_type', '=', 'admin')
    .where('suspended_at', 'is', null)
    .orderBy('id')
    .$call(lockingRows(ctx.db))
    .execute()
  return admins.some(({ id }) => id !== accountId)
}

/** Jobs that say whom they are about: an id, or the name that a link was asked for by. */
export async function deleteJobsAbout(ctx: Context, accountId: number, names: string[]): Promise<void> {
  const asked = names.map((name) => JSON.stringify({ name }).toLowerCase())
  await ctx.db
    .deleteFrom('jobs')
    .where(({ eb, and, or, fn }) =>
      or([
        and([eb('kind', '=', 'notice'), eb('payload', 'like', `{"account_id":${accountId},%`)]),
        and([eb('kind', '=', 'reset_password'), eb(fn<string>('lower', ['payload']), 'in', asked)]),
      ]),
    )
    .execute()
}

/** What a mail server said of an address when it did not take a mail for it. */
export async function eraseFromJobErrors(ctx: Context, email: string): Promise<void> {
  const address = email.toLowerCase()
  await ctx.db
    .updateTable('jobs')
    .set({ last_error: 'The mail was refused; the address is erased.' })
    // What `like` would find has signs that stand for others.
    .where(sql<SqlBool>`replace(lower(last_error), ${address}, '') <> lower(last_error)`)
    .execute()
}

/** What belongs to the person alone. */
export async function deletePersonalRows(ctx: Context, accountId: number): Promise<void> {
  const tables = [
    'account_tokens',
    'known_addresses',
    'read_marks',
    'kept_answers',
    'notifications',
    'notification_choices',
    'saved_views',
  ] as const
  for (const table of tables) await ctx.db.deleteFrom(table).where('account_id', '=', accountId).execute()
  await ctx.db.deleteFrom('failed_logins').where('account_id', '=', accountId).execute()
}
