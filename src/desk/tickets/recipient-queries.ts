import { sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows, rowsInJson } from '#platform/db/dialect.ts'
import { staffTypes } from '#platform/identity/account-type.ts'
import { personColumns } from '#platform/identity/people.ts'

/** As JSON, in a column of a statement on a ticket. */
export function staffWhoWrote(db: Database, ticketId: number) {
  const writers = db
    .selectFrom('messages')
    .innerJoin('accounts', 'accounts.id', 'messages.author_id')
    .select('messages.author_id')
    .distinct()
    .where('messages.ticket_id', '=', ticketId)
    .where('messages.kind', '!=', sql.lit('system'))
    .where('accounts.account_type', '!=', sql.lit('customer'))
  return db.selectFrom(writers.as('writers')).select(rowsInJson(db, ['writers.author_id']).as('rows'))
}

/** The staff who have written in a ticket. */
export async function listStaffWhoWrote(ctx: Context, ticketId: number): Promise<number[]> {
  const { rows } = await ctx.db.selectNoFrom(staffWhoWrote(ctx.db, ticketId).as('rows')).executeTakeFirstOrThrow()
  return (JSON.parse(rows ?? '[]') as [number][]).flat()
}

const workers = (db: Database) =>
  db
    .selectFrom('accounts')
    .select(personColumns)
    .where('account_type', 'in', staffTypes)
    .where('suspended_at', 'is', null)
    .where('deleted_at', 'is', null)

const firstWorkers = compiledOnce(
  (db, { most }: { most: number }) => workers(db).orderBy('display_name').orderBy('id').limit(most),
  { constants: staffTypes },
)

/** Active staff, as many as a list can show. */
export const listStaff = (ctx: Context) => firstWorkers(ctx.db, { most: 200 }, {})

/** The names of all active staff. */
export const listStaffNames = (ctx: Context) =>
  workers(ctx.db).clearSelect().select(['id', 'username', 'display_name']).execute()

export const findColleague = (ctx: Context, id: number) => workers(ctx.db).where('id', '=', id).executeTakeFirst()

/** The same before a ticket is assigned: the lock prevents the colleague from leaving the desk until the transaction ends. */
export const lockColleague = (ctx: Context, id: number) =>
  workers(ctx.db).where('id', '=', id).$call(lockingRows(ctx.db)).executeTakeFirst()
