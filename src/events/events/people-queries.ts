import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { isUnanswered } from './visibility.ts'

// Everybody whom an event concerns, in portions: no statement reads a thousand people at once.

interface List {
  table: 'bookings' | 'passes' | 'waiting_entries' | 'event_invitations'
  account: 'account_id' | 'holder_id'
  counts: RawBuilder<SqlBool>
}

/** The tables with people of an event, in order; each query refers to its table as `own`. */
const lists: List[] = [
  { table: 'bookings', account: 'account_id', counts: sql`own.cancelled_at is null` },
  { table: 'passes', account: 'holder_id', counts: sql`own.cancelled_at is null` },
  {
    table: 'waiting_entries',
    account: 'account_id',
    // Includes people who waited when the event was cancelled.
    counts: sql`(own.ended_at is null or own.ended_at = (select cancelled_at from events where id = own.event_id))`,
  },
  {
    table: 'event_invitations',
    account: 'account_id',
    counts: sql`${isUnanswered('own')} and own.account_id is not null`,
  },
]

/** People who are suspended or erased and have a booking or a pass of the event, or wait for a place. */
export async function listGone(ctx: Context, eventId: number): Promise<number[]> {
  const have = lists.slice(0, 3).map(
    ({
      table,
      account,
      counts,
    }) => sql`select ${sql.ref(`own.${account}`)} as account_id from ${sql.table(table)} as own
      where own.event_id = ${eventId} and ${counts}`,
  )
  const { rows } = await sql<{ id: number }>`select accounts.id from accounts
    join (${sql.join(have, sql` union `)}) as one on one.account_id = accounts.id
    where accounts.suspended_at is not null or accounts.deleted_at is not null`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** How many of the lists, from the first on, belong to attendees (by booking or pass), and to everybody concerned. */
export const listsOf = { coming: 2, concerned: lists.length } as const

/** Whether a person is in a list of the event, optionally only before a row of it. */
const isIn = ({ table, account, counts }: List, eventId: number, before: RawBuilder<SqlBool> = sql`true`) =>
  sql<SqlBool>`exists (select 1 from ${sql.table(table)} as own
    where ${sql.ref(`own.${account}`)} = one.account_id and own.event_id = ${eventId} and ${counts} and ${before})`

/** Rows of one of the lists after an id, each with whether it is its person's first in all lists. */
export async function listPeople(ctx: Context, eventId: number, list: number, after: number, most: number) {
  const { table, account, counts } = lists[list] as List
  const known = [
    isIn(lists[list] as List, eventId, sql`own.id < one.id`),
    ...lists.slice(0, list).map((other) => isIn(other, eventId)),
  ]
  const { rows } = await sql<{ id: number; account_id: number; is_first: number }>`
    select one.id, one.account_id, case when ${sql.join(known, sql` or `)} then 0 else 1 end as is_first
    from (select own.id, ${sql.ref(`own.${account}`)} as account_id from ${sql.table(table)} as own
      where own.event_id = ${eventId} and ${counts} and own.id > ${after}
      order by own.id limit ${most}) as one
    order by one.id`.execute(ctx.db)
  return rows
}
