import { type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { startsWith } from '#platform/db/dialect.ts'

/** Jobs that say whom they are about: an id, or the name that a link was asked for by. */
export async function deleteJobsAbout(ctx: Context, accountId: number, names: string[]): Promise<void> {
  const payloads = names.map((name) => JSON.stringify({ name }).toLowerCase())
  // The kinds stand in the statements, as an index of each kind's payloads asks for.
  await ctx.db
    .deleteFrom('jobs')
    .where('kind', '=', sql.lit('notice'))
    .where(startsWith(ctx.db, 'payload', `{"account_id":${accountId},`))
    .execute()
  await ctx.db
    .deleteFrom('jobs')
    .where('kind', '=', sql.lit('reset_password'))
    .where(({ eb, fn }) => eb(fn<string>('lower', ['payload']), 'in', payloads))
    .execute()
}

/** What a mail server said of an address when it did not take a mail for it. */
export async function deleteFromJobErrors(ctx: Context, email: string): Promise<void> {
  const address = email.toLowerCase()
  await ctx.db
    .updateTable('jobs')
    .set({ last_error: 'The mail was refused; the address is erased.' })
    .where('last_error', 'is not', null)
    // What `like` would find has signs that stand for others.
    .where(sql<SqlBool>`replace(lower(last_error), ${address}, '') <> lower(last_error)`)
    .execute()
}

/** Deletes at most `count` of an account's rows in each table. @returns whether there are more */
export async function deletePersonalRows(ctx: Context, accountId: number, count: number): Promise<boolean> {
  let more = false
  const tables = ctx.features.personal.flatMap(({ deleted = {} }) => Object.entries(deleted))
  for (const [name, key] of tables) {
    const [table, column, account] = [sql.table(name), sql.ref(key), sql`account_id = ${accountId}`]
    const some = sql`select ${column} from ${table} where ${account} limit ${count}`
    const deletion = sql`delete from ${table} where ${account} and ${column} in (${some})`
    await deletion.execute(ctx.db)
    // Not by how many were deleted: another transaction may have deleted some of them.
    more ||= (await sql`select 1 from ${table} where ${account} limit 1`.execute(ctx.db)).rows.length > 0
  }
  return more
}
