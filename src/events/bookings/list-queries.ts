import { sql } from 'kysely'
import type { Context } from '#context'
import { visibleCondition } from '#events/events/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { amongIds, rowsInJson } from '#platform/db/dialect.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { joinedColumns, personColumnsOf } from '#platform/identity/people.ts'

/**
 * An account's bookings with their events: upcoming ones in order of time, past ones newest first. Without cancelled
 * ones at events that the viewer may no longer see.
 */
export function listBookingsOf(
  ctx: Context,
  viewer: Actor,
  accountId: number,
  past: boolean,
  { limit, after }: { limit: number; after?: readonly number[] | undefined },
) {
  const now = ctx.clock.now()
  const order = past ? 'desc' : 'asc'
  let rows = ctx.db
    .selectFrom('bookings')
    .innerJoin('events', 'events.id', 'bookings.event_id')
    .select([
      'bookings.id',
      'bookings.event_id',
      'bookings.places',
      'bookings.booked_at',
      'bookings.paid_at',
      'bookings.cancelled_at',
      'bookings.cancel_reason',
      'events.title',
      'events.location',
      'events.starts_at',
      'events.ends_at',
      'events.cancelled_at as event_cancelled_at',
      'events.host_id',
    ])
    .where('bookings.account_id', '=', accountId)
    .where(visibleCondition(viewer))
    .where('events.ends_at', past ? '<=' : '>', now)
  if (after) {
    const [at, id] = after as [number, number]
    rows = rows.where(sql<boolean>`(events.starts_at, bookings.id) ${sql.raw(past ? '<' : '>')} (${at}, ${id})`)
  }
  return rows.orderBy('events.starts_at', order).orderBy('bookings.id', order).limit(limit).execute()
}

/** The answers of a place, as JSON: an array of ids of questions with their answers. */
const answers = (db: Database) =>
  sql<string>`(select ${rowsInJson(db, ['place_answers.question_id', 'place_answers.answer'])}
    from place_answers where place_answers.place_id = booked_places.id)`.as('answers')

/** The places of some bookings, with their types and answers. */
const placesOf = compiledOnce((db, { ids }: { ids: string }) =>
  db
    .selectFrom('booked_places')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .leftJoin('event_types', 'event_types.id', 'booked_places.type_id')
    .leftJoin('passes', 'passes.place_id', 'booked_places.id')
    // Only if the holder is not the person who booked.
    .leftJoin('accounts as holder', (join) =>
      join.onRef('holder.id', '=', 'passes.holder_id').onRef('holder.id', '<>', 'bookings.account_id'),
    )
    .select([
      'booked_places.id',
      'booked_places.booking_id',
      'booked_places.position',
      'booked_places.type_id',
      'event_types.name as type_name',
      'passes.used_at',
      'holder.id as holder_id',
      ...joinedColumns('holder'),
      answers(db),
    ])
    .where(amongIds(db, 'booked_places.booking_id', ids))
    .orderBy('booked_places.booking_id')
    .orderBy('booked_places.position'),
)

export const listPlaces = (ctx: Context, bookingIds: number[]) =>
  placesOf(ctx.db, { ids: JSON.stringify(bookingIds) }, {})

/** The people who wait or have an offer, in order; after an id. */
export const listWaitingPeople = (ctx: Context, eventId: number, limit: number, after: number) =>
  ctx.db
    .selectFrom('waiting_entries')
    .innerJoin('accounts', 'accounts.id', 'waiting_entries.account_id')
    .leftJoin('event_types', 'event_types.id', 'waiting_entries.type_id')
    .select([
      'waiting_entries.id',
      'waiting_entries.account_id',
      'waiting_entries.places',
      'waiting_entries.state',
      'waiting_entries.joined_at',
      'waiting_entries.offer_ends_at',
      'event_types.name as type_name',
      ...personColumnsOf('accounts'),
    ])
    .where('waiting_entries.event_id', '=', eventId)
    .where('waiting_entries.ended_at', 'is', null)
    .where('waiting_entries.id', '>', after)
    .orderBy('waiting_entries.id')
    .limit(limit)
    .execute()

/** An account's active bookings at an event: a row for each answer of each place, or one for a place without answers. */
export const listOwnAt = (ctx: Context, eventId: number, accountId: number) =>
  ctx.db
    .selectFrom('bookings')
    .innerJoin('booked_places', 'booked_places.booking_id', 'bookings.id')
    .leftJoin('event_types', 'event_types.id', 'booked_places.type_id')
    .leftJoin('passes', 'passes.place_id', 'booked_places.id')
    .leftJoin('accounts as holder', (join) =>
      join.onRef('holder.id', '=', 'passes.holder_id').onRef('holder.id', '<>', 'bookings.account_id'),
    )
    .leftJoin('place_answers', 'place_answers.place_id', 'booked_places.id')
    .leftJoin('event_questions', 'event_questions.id', 'place_answers.question_id')
    .select([
      'bookings.id',
      'bookings.places',
      'bookings.paid_at',
      'booked_places.id as place_id',
      'event_types.name as type_name',
      'event_types.price_cents as type_price_cents',
      'passes.used_at',
      'holder.display_name as holder_name',
      'event_questions.label',
      'place_answers.answer',
    ])
    .where('bookings.event_id', '=', eventId)
    .where('bookings.account_id', '=', accountId)
    .where('bookings.cancelled_at', 'is', null)
    .orderBy('bookings.id')
    .orderBy('booked_places.position')
    .orderBy('event_questions.position')
    .execute()
