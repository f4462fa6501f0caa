import { type Insertable, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'

export type WaitingEntry = Selectable<Schema['waiting_entries']>

/** Who has waited since before the event had ticket types may book any of them. */
const isWanted = sql`type.event_id = waiting_entries.event_id
  and (waiting_entries.type_id is null or type.id = waiting_entries.type_id)`

const typesHaveEnough = sql<SqlBool>`(
  select count(*) = 0 or count(*) > count(places) or sum(places - places_taken) >= waiting_entries.places
  from event_types as type where ${isWanted})`

/** The first `most` people who wait for no more than is free (null: unlimited), first come first served. */
export const listFitting = (
  ctx: Context,
  eventId: number,
  free: number | null,
  most: number,
): Promise<WaitingEntry[]> =>
  ctx.db
    .selectFrom('waiting_entries')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('state', '=', 'waiting')
    .$if(free !== null, (entries) => entries.where('places', '<=', free))
    .where(typesHaveEnough)
    .orderBy('id')
    .limit(most)
    .execute()

const columns = [
  'id',
  'event_id',
  'account_id',
  'type_id',
  'places',
  'state',
  'joined_at',
  'offered_at',
  'offer_ends_at',
  'ended_at',
] as const

const openEntry = compiledOnce((db, { event_id, account_id }: { event_id: number; account_id: number }) =>
  db
    .selectFrom('waiting_entries')
    .select(columns)
    .where('event_id', '=', event_id)
    .where('account_id', '=', account_id)
    .where('ended_at', 'is', null),
)

/** Somebody's own entry that has not ended. */
export async function findOpenEntry(
  ctx: Context,
  event_id: number,
  account_id: number,
): Promise<WaitingEntry | undefined> {
  const [entry] = await openEntry(ctx.db, { event_id, account_id }, {})
  return entry
}

export const findEntry = (ctx: Context, id: number): Promise<WaitingEntry | undefined> =>
  ctx.db.selectFrom('waiting_entries').selectAll().where('id', '=', id).executeTakeFirst()

/** @returns false if the account waits already */
export const insertEntry = (ctx: Context, entry: Insertable<Schema['waiting_entries']>): Promise<boolean> =>
  hasChanged(
    ctx.db
      .insertInto('waiting_entries')
      .values(entry)
      .onConflict((conflict) => conflict.doNothing()),
  )

export async function setOffered(ctx: Context, id: number, offered_at: number, offer_ends_at: number): Promise<void> {
  await ctx.db
    .updateTable('waiting_entries')
    .set({ state: 'offered', offered_at, offer_ends_at })
    .where('id', '=', id)
    .execute()
}

/** Limits offers to the event's start. @returns the changed entries */
export async function shortenOffers(ctx: Context, eventId: number, starts_at: number): Promise<number[]> {
  const rows = await ctx.db
    .updateTable('waiting_entries')
    .set({ offer_ends_at: starts_at })
    .where('event_id', '=', eventId)
    .where('state', '=', 'offered')
    .where('offer_ends_at', '>', starts_at)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

export async function endEntry(
  ctx: Context,
  id: number,
  state: 'taken' | 'lapsed' | 'left',
  ended_at: number,
): Promise<void> {
  await ctx.db.updateTable('waiting_entries').set({ state, ended_at }).where('id', '=', id).execute()
}

/** Places that somebody who waits has already booked. */
const bookedPlaces = sql`(select coalesce(sum(bookings.places), 0) from bookings
  where bookings.event_id = waiting_entries.event_id and bookings.account_id = waiting_entries.account_id
  and bookings.cancelled_at is null)`

/** How many places somebody who waits may have at most; null for unlimited. */
export const limits = {
  ofEvent: (capacity: number) => sql<number>`cast(${capacity} as integer)`,
  ofTypes: sql<number>`(select case when count(*) = count(places) then sum(places) end
    from event_types as type where ${isWanted})`,
  ofPerson: (most: number) => sql<number>`(cast(${most} as integer) - ${bookedPlaces})`,
}

/** Ends the entries of people who have booked as many places as each person may have. @returns what has ended so */
export const endWithoutRoom = (ctx: Context, eventId: number, most: number, ended_at: number) =>
  ctx.db
    .updateTable('waiting_entries')
    .set({ state: 'left', ended_at })
    .where('event_id', '=', eventId)
    .where('ended_at', 'is', null)
    .where(limits.ofPerson(most), '<=', 0)
    .returning(['account_id', 'type_id', 'places', 'offered_at'])
    .execute()

/** Reduces entries to the limit, unless that is 0: such entries end. @returns the offered places beyond the limit */
export async function lowerTo(ctx: Context, eventId: number, limit: RawBuilder<number>) {
  const beyond = sql<SqlBool>`event_id = ${eventId} and ended_at is null
    and places > ${limit} and ${limit} > 0`
  const held = await ctx.db
    .selectFrom('waiting_entries')
    .select(['type_id', sql<number>`sum(places - ${limit})`.as('places')])
    .where(beyond)
    .where('state', '=', 'offered')
    .groupBy('type_id')
    .execute()
  await ctx.db.updateTable('waiting_entries').set({ places: limit }).where(beyond).execute()
  return held.map(({ type_id, places }) => ({ type_id, places: Number(places) }))
}

/** The ids of the events for invited people alone that somebody waits for. */
export async function listWaitsByInvitation(ctx: Context, accountId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('waiting_entries')
    .innerJoin('events', 'events.id', 'waiting_entries.event_id')
    .select('events.id')
    .where('waiting_entries.account_id', '=', accountId)
    .where('waiting_entries.ended_at', 'is', null)
    .where('events.visibility', '=', 'invite_only')
    .execute()
  return rows.map(({ id }) => id)
}

/** @returns what has ended so */
export const endOpenEntries = (ctx: Context, eventId: number, ended_at: number) =>
  ctx.db
    .updateTable('waiting_entries')
    .set({ state: 'lapsed', ended_at })
    .where('event_id', '=', eventId)
    .where('ended_at', 'is', null)
    .returning(['type_id', 'places', 'offered_at'])
    .execute()

/** Somebody's own entry that has not ended, with the number of people before it. */
export const findPlaceInLine = (ctx: Context, eventId: number, accountId: number) =>
  ctx.db
    .selectFrom('waiting_entries as own')
    .select(['own.places', 'own.type_id', 'own.state', 'own.offer_ends_at'])
    .select((eb) =>
      eb
        .selectFrom('waiting_entries as other')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('other.event_id', '=', 'own.event_id')
        .where('other.state', '=', 'waiting')
        .whereRef('other.id', '<', 'own.id')
        .as('before'),
    )
    .where('own.event_id', '=', eventId)
    .where('own.account_id', '=', accountId)
    .where('own.ended_at', 'is', null)
    .executeTakeFirst()
