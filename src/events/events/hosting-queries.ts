import { sql } from 'kysely'
import type { Context } from '#context'
import { day } from '#lib/durations.ts'
import { inPortions } from '#platform/db/portions.ts'
import type { EventRow } from './queries.ts'
import { startOfToday } from './times.ts'

/** Passes at most `count` of somebody's events that are not over to another host. @returns them */
export function replaceHost(ctx: Context, from: number, to: number, now: number, count: number): Promise<EventRow[]> {
  const hosted = ctx.db.selectFrom('events').select('id').where('host_id', '=', from)
  const query = hosted.where('ends_at', '>', now).where('cancelled_at', 'is', null).orderBy('id').limit(count)
  return ctx.db
    .updateTable('events')
    .set((eb) => ({ host_id: to, changed_at: now, sequence: eb('sequence', '+', 1) }))
    .where('id', 'in', query)
    .where('host_id', '=', from)
    .where('cancelled_at', 'is', null)
    .returningAll()
    .execute()
}

/** The account that takes over: the preferred one, or else the first admin. */
export const findSuccessor = (ctx: Context, accountId: number, preferredId: number | null) =>
  ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('account_type', '=', 'admin')
    .where('suspended_at', 'is', null)
    .where('id', '<>', accountId)
    .orderBy(sql`case when id = ${preferredId ?? 0} then 0 else 1 end`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

/** The time at which an event stops mattering: a suspended person must not enter a current one either. */
type Until = 'starts_at' | 'ends_at'

const isAhead = (ctx: Context, until: Until = 'starts_at') =>
  sql`(events.cancelled_at is null and ${sql.ref(`events.${until}`)} > ${ctx.clock.now()})`

/** The ids of future events that somebody hosts or waits for, and of those that they have booked or hold a pass of. */
export async function listConcerning(ctx: Context, accountId: number, until: Until): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from events
    where ${isAhead(ctx)} and (host_id = ${accountId} or id in (
        select event_id from waiting_entries where account_id = ${accountId} and ended_at is null))
      or ${isAhead(ctx, until)} and id in (
        select event_id from bookings where account_id = ${accountId} and cancelled_at is null
        union select event_id from passes where holder_id = ${accountId} and cancelled_at is null)
    order by id`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** Whether somebody is in by a pass: see `admissionSpan`. */
const isIn = (ctx: Context) => sql`(passes.used_at is not null and passes.used_at >=
  case when events.ends_at - events.starts_at > ${day} then cast(${startOfToday(ctx)} as bigint) else 0 end)`

/** The same, counted. */
export async function countConcerning(ctx: Context, accountId: number, until: Until) {
  const [toCome, toComeTo] = [isAhead(ctx), isAhead(ctx, until)]
  const { rows } = await sql<Record<'hosted' | 'places' | 'waiting' | 'handed', number | string>>`
    select (select count(*) from events where host_id = ${accountId} and ${toCome}) as hosted,
      (select count(*) from bookings join events on events.id = bookings.event_id
        join booked_places on booked_places.booking_id = bookings.id
        join passes on passes.place_id = booked_places.id
        where bookings.account_id = ${accountId} and bookings.cancelled_at is null
          and not ${isIn(ctx)} and ${toComeTo}) as places,
      (select count(*) from waiting_entries as entry join events on events.id = entry.event_id
        where entry.account_id = ${accountId} and entry.ended_at is null and ${toCome}) as waiting,
      (select count(*) from passes join events on events.id = passes.event_id
        join booked_places on booked_places.id = passes.place_id
        join bookings on bookings.id = booked_places.booking_id
        where passes.holder_id = ${accountId} and bookings.account_id <> ${accountId}
          and passes.cancelled_at is null and not ${isIn(ctx)} and ${toComeTo}) as handed`.execute(ctx.db)
  const [{ hosted, places, waiting, handed } = { hosted: 0, places: 0, waiting: 0, handed: 0 }] = rows
  return { hosted: Number(hosted), places: Number(places), waiting: Number(waiting), handed: Number(handed) }
}

/** Deletes invitations of an account, and of the address that it had confirmed. */
export async function deleteInvitationsOf(ctx: Context, accountId: number, email_key: string | null): Promise<void> {
  await ctx.db.deleteFrom('event_invitations').where('account_id', '=', accountId).execute()
  if (email_key !== null) await ctx.db.deleteFrom('event_invitations').where('email_key', '=', email_key).execute()
}

export const allHostedBy = (ctx: Context, accountId: number) =>
  inPortions(50, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('events')
      .select(['id', 'title', 'description', 'location', 'starts_at', 'ends_at', 'created_at', 'cancelled_at'])
      .select('cancel_reason')
      .where('host_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

export const allInvitationsOf = (ctx: Context, accountId: number) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('event_invitations')
      .select(['id', 'event_id', 'email', 'invited_at', 'state'])
      .where('account_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

export const allWaitsOf = (ctx: Context, accountId: number) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('waiting_entries')
      .select(['id', 'event_id', 'places', 'state', 'joined_at', 'ended_at'])
      .where('account_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )
