import { sql } from 'kysely'
import type { Context } from '#context'
import type { Term } from '#lib/searched-words.ts'
import { fitsTerms } from '#platform/identity/account-word-queries.ts'

export type PassRow = Awaited<ReturnType<typeof listPasses>>[number]

interface Filter {
  terms: Term[]
  /** Searches by short code instead of the terms. */
  short_code?: string | null
  after?: number | undefined
}

/** The passes of an event after an id, each with its holder and place. */
const passesOf = (ctx: Context, eventId: number, after: number) =>
  ctx.db
    .selectFrom('passes')
    .innerJoin('accounts', 'accounts.id', 'passes.holder_id')
    .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .innerJoin('events', 'events.id', 'passes.event_id')
    .leftJoin('event_types', 'event_types.id', 'booked_places.type_id')
    .select([
      'passes.id',
      'passes.used_at',
      'accounts.display_name as name',
      'booked_places.position',
      'bookings.id as booking_id',
      'bookings.places',
      'bookings.paid_at',
      'event_types.name as type_name',
      'event_types.price_cents as type_price_cents',
      'events.price_cents as event_price_cents',
    ])
    .where('passes.event_id', '=', eventId)
    .where('passes.id', '>', after)
    .orderBy('passes.id')

/** Valid passes, by the words of their holders' names or by short code. */
export function listPasses(ctx: Context, eventId: number, limit: number, { terms, short_code, after = 0 }: Filter) {
  let rows = passesOf(ctx, eventId, after).select('accounts.username').where('passes.cancelled_at', 'is', null)
  if (terms.length > 0) rows = rows.where(fitsTerms(terms, sql.ref('passes.holder_id')))
  if (short_code) rows = rows.where('passes.short_code', '=', short_code)
  return rows.limit(limit).execute()
}

/** All passes of an event, including cancelled ones, for a device that works offline. */
export const listBundle = (ctx: Context, eventId: number, limit: number, after: number) =>
  passesOf(ctx, eventId, after)
    .select(['passes.public_id', 'passes.short_code', 'passes.generation', 'passes.type_number', 'passes.cancelled_at'])
    .limit(limit)
    .execute()
