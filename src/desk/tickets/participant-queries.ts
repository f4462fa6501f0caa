import { sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { lockingRows, rowsInJson } from '#platform/db/dialect.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { type Person, type PersonColumns, personColumns, personOf } from '#platform/identity/people.ts'

/** For statements on `tickets`: the participants of each, to be parsed by `idsIn`. */
export const participantIds = (db: Database) => sql<string | null>`case when tickets.has_participants = 1 then
  (select ${rowsInJson(db, ['ticket_people.account_id'])} from ticket_people
    where ticket_people.ticket_id = tickets.id) end`

export const idsIn = (column: string | null) => (column === null ? [] : (JSON.parse(column) as [number][]).flat())

/** The same with the data that everybody may see, to be parsed by `peopleIn`; in the order in which they were added. */
export const participants = (db: Database) => sql<string | null>`case when tickets.has_participants = 1 then
  (select ${rowsInJson(db, [...personColumns])} from
    (select ${sql.join(personColumns.map((column) => sql.ref(`accounts.${column}`)))}
      from ticket_people join accounts on accounts.id = ticket_people.account_id
      where ticket_people.ticket_id = tickets.id order by added_at, accounts.id) as people) end`

export function peopleIn(column: string | null): Person[] {
  const rows = column === null ? [] : (JSON.parse(column) as unknown[][])
  return rows.map((row) =>
    personOf(Object.fromEntries(personColumns.map((name, n) => [name, row[n]])) as unknown as PersonColumns),
  )
}

/** The participants of a locked ticket, in a separate statement: the locking one may have read an older state. */
export async function participantsOf(ctx: Context, ticketId: number): Promise<number[]> {
  const people = ctx.db.selectFrom('ticket_people').select('account_id').where('ticket_id', '=', ticketId)
  return (await people.execute()).map(({ account_id }) => account_id)
}

/** Locks the account, so that it does not change until the transaction ends. */
export const lockAccount = (ctx: Context, id: number): Promise<Account> =>
  ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', id)
    .$call(lockingRows(ctx.db))
    .executeTakeFirstOrThrow() as Promise<Account>

export const insertParticipant = (ctx: Context, ticket_id: number, account_id: number, added_at: number) =>
  ctx.db.insertInto('ticket_people').values({ ticket_id, account_id, added_at }).execute()

export const deleteParticipant = (ctx: Context, ticketId: number, accountId: number) =>
  ctx.db.deleteFrom('ticket_people').where('ticket_id', '=', ticketId).where('account_id', '=', accountId).execute()
