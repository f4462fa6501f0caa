import { type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import type { Term } from '#lib/searched-words.ts'
import { fitsTerms } from '#platform/identity/account-word-queries.ts'
import { personColumnsOf } from '#platform/identity/people.ts'

/** Whether the person who booked, or one to whom a place was handed, has words that fit. */
const isBookingOf = (terms: Term[]) => sql<SqlBool>`(${fitsTerms(terms, sql.ref('bookings.account_id'))} or exists (
  select 1 from booked_places join passes on passes.place_id = booked_places.id
  where booked_places.booking_id = bookings.id and ${fitsTerms(terms, sql.ref('passes.holder_id'))}))`

interface Filter {
  after?: number | undefined
  /** Of somebody's name; all people by default. */
  terms?: Term[]
}

/** The active bookings of an event with the people who made them; after an id. */
export const listAttendees = (ctx: Context, eventId: number, limit: number, { after = 0, terms = [] }: Filter = {}) =>
  ctx.db
    .selectFrom('bookings')
    .innerJoin('accounts', 'accounts.id', 'bookings.account_id')
    .select([
      'bookings.id',
      'bookings.account_id',
      'bookings.places',
      'bookings.booked_at',
      'bookings.paid_at',
      ...personColumnsOf('accounts'),
    ])
    .where('bookings.event_id', '=', eventId)
    .where('bookings.cancelled_at', 'is', null)
    .where('bookings.id', '>', after)
    .$if(terms.length > 0, (rows) => rows.where(isBookingOf(terms)))
    .orderBy('bookings.id')
    .limit(limit)
    .execute()

/** How many places are booked and what they cost, by whether they are paid for. */
export const sumPayments = (ctx: Context, eventId: number) =>
  ctx.db
    .selectFrom('bookings')
    .innerJoin('events', 'events.id', 'bookings.event_id')
    .innerJoin('booked_places', 'booked_places.booking_id', 'bookings.id')
    .leftJoin('event_types', 'event_types.id', 'booked_places.type_id')
    .select(({ fn }) => [
      sql<number>`case when bookings.paid_at is null then 0 else 1 end`.as('is_paid'),
      fn.countAll<number>().as('places'),
      sql<number>`sum(coalesce(event_types.price_cents, events.price_cents, 0))`.as('cents'),
    ])
    .where('bookings.event_id', '=', eventId)
    .where('bookings.cancelled_at', 'is', null)
    .groupBy('is_paid')
    .execute()

/** Whether a pass is the first of its holder at the event: so a page of names needs no scan of all. */
const isFirst = sql<SqlBool>`not exists (select 1 from passes as earlier where earlier.holder_id = passes.holder_id
  and earlier.event_id = passes.event_id and earlier.cancelled_at is null and earlier.id < passes.id)`

/** The names of the attendees, each once, for viewers who may see them; in the order of their passes, after one of them. */
export const listNames = (ctx: Context, eventId: number, limit: number, after: number) =>
  ctx.db
    .selectFrom('passes')
    .innerJoin('accounts', 'accounts.id', 'passes.holder_id')
    .select(['accounts.id', ...personColumnsOf('accounts'), 'passes.id as pass_id'])
    .where('passes.event_id', '=', eventId)
    .where('passes.cancelled_at', 'is', null)
    .where('passes.id', '>', after)
    .where(isFirst)
    .orderBy('passes.id')
    .limit(limit)
    .execute()
