import { sql } from 'kysely'
import type { Context } from '#context'
import { formsOfAddress } from '#lib/email-address.ts'
import { contains, startsWith } from '#platform/db/dialect.ts'
import { keyOf } from '#platform/identity/account-queries.ts'

/** Jobs of mails to an account. */
export async function deleteNotices(ctx: Context, accountId: number): Promise<void> {
  await ctx.db
    .deleteFrom('jobs')
    // A literal, which the index on these jobs' payloads requires.
    .where('kind', '=', sql.lit('notice'))
    .where(startsWith('payload', `{"account_id":${accountId},`))
    .execute()
}

/** Failed logins that are no account's: somebody tried the name before it was one, or an address that several had. */
export const deleteFailuresNaming = (ctx: Context, names: string[]) =>
  ctx.db.deleteFrom('failed_logins').where('account_id', 'is', null).where('name_key', 'in', names).execute()

/**
 * Removes somebody's addresses from stored errors of mail servers: in one scan of all errors, of which there can be
 * many after a day without mail.
 */
export async function deleteFromJobErrors(ctx: Context, emails: (string | null)[]): Promise<void> {
  const forms = emails.flatMap((email) => (email ? formsOfAddress(keyOf(email)) : []))
  await ctx.db
    .updateTable('jobs')
    .set({ last_error: 'The mail was refused; the address is erased.' })
    .where('last_error', 'is not', null)
    .where(({ or }) => or(forms.map((form) => contains(ctx.db, 'last_error', form))))
    .execute()
}

/** Deletes at most `count` of an account's rows in each table. @returns whether there are more */
export async function deletePersonalRows(ctx: Context, accountId: number, count: number): Promise<boolean> {
  let more = false
  const tables = ctx.features.personal.flatMap(({ deleted = {} }) => Object.entries(deleted))
  for (const [name, key] of tables) {
    const [table, column, account] = [sql.table(name), sql.ref(key), sql`account_id = ${accountId}`]
    const ids = sql`select ${column} from ${table} where ${account} limit ${count}`
    const deletion = sql`delete from ${table} where ${account} and ${column} in (${ids})`
    await deletion.execute(ctx.db)
    // Not derived from the number deleted: another transaction may have deleted some of them.
    more ||= (await sql`select 1 from ${table} where ${account} limit 1`.execute(ctx.db)).rows.length > 0
  }
  return more
}
