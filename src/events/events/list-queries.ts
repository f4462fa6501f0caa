import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { day } from '#lib/durations.ts'
import { likePart } from '#platform/db/dialect.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { joinedColumns } from '#platform/identity/people.ts'
import { columnsForViewer, freeOfTypes } from './queries.ts'
import { type Viewer, visibleCondition } from './visibility.ts'

export type ListedEvent = Awaited<ReturnType<typeof listEvents>>[number]

/** Longer than any event takes: what began earlier is over. */
const longest = 32 * day

export interface EventFilters {
  /** Normalised like `searched`. */
  words?: string[]
  /** UNIX milliseconds: events that begin in this period, or are in progress. */
  from?: number | undefined
  before?: number | undefined
  past?: boolean
  host_id?: number | undefined
  /** Only those that this person attends. */
  attendee_id?: number | undefined
}

interface Part {
  limit: number
  cursor?: Cursor | undefined
}

/**
 * Events that begin from a time on, or are then in progress if they last for days. An event shorter than a day belongs
 * to the day on which it begins, even if it ends after midnight.
 */
const takesPlaceFrom = (from: number) =>
  sql<SqlBool>`starts_at > ${from - longest}
    and (starts_at >= ${from} or ends_at > ${from} and ends_at - starts_at > ${day})`

function conditions(viewer: Viewer, filters: EventFilters, now: number): RawBuilder<SqlBool>[] {
  const { words = [], from, before, past = false, host_id, attendee_id } = filters
  return [
    visibleCondition(viewer),
    // A condition on the start too, so that the index is used and no future events are scanned.
    ...(past
      ? [sql<SqlBool>`starts_at < ${now} and ends_at <= ${now}`]
      : [sql<SqlBool>`starts_at > ${now - longest} and ends_at > ${now}`]),
    ...(host_id === undefined ? [] : [sql<SqlBool>`host_id = ${host_id}`]),
    // Hosts see their cancelled events; attendees see them among their bookings.
    ...(host_id !== undefined && host_id === viewer?.id ? [] : [sql<SqlBool>`cancelled_at is null`]),
    ...(attendee_id === undefined ? [] : [comesTo(attendee_id)]),
    ...(from === undefined ? [] : [takesPlaceFrom(from)]),
    ...(before === undefined ? [] : [sql<SqlBool>`starts_at < ${before}`]),
    ...words.map((word) => sql<SqlBool>`searched like ${likePart(word)} escape '\\'`),
  ]
}

/** By the person's bookings, which are fewer than the events. */
const comesTo = (accountId: number) => sql<SqlBool>`events.id in (
  select event_id from bookings as coming where coming.account_id = ${accountId} and coming.cancelled_at is null)`

/** Upcoming events in order of time, past ones newest first. */
export function listEvents(ctx: Context, viewer: Viewer, filters: EventFilters, { limit, cursor }: Part) {
  const order = filters.past ? 'desc' : 'asc'
  const account = viewer?.id ?? 0
  let events = ctx.db.selectFrom('events').selectAll()
  for (const condition of conditions(viewer, filters, ctx.clock.now())) events = events.where(condition)
  if (cursor) {
    const [at, id] = cursor as [number, number]
    const behind = filters.past ? sql`<` : sql`>`
    events = events.where(sql<SqlBool>`(starts_at, id) ${behind} (${at}, ${id})`)
  }
  const query = events.orderBy('starts_at', order).orderBy('id', order).limit(limit)
  return ctx.db
    .selectFrom(query.as('event'))
    .innerJoin('accounts as host', 'host.id', 'event.host_id')
    .select([
      'event.id',
      'event.title',
      'event.location',
      'event.starts_at',
      'event.ends_at',
      'event.visibility',
      'event.capacity',
      'event.places_taken',
      'event.price_cents',
      'event.cancelled_at',
      'event.picture_id',
      'event.host_id',
    ])
    .select(joinedColumns('host'))
    .select(columnsForViewer(ctx.db, account))
    .orderBy('event.starts_at', order)
    .orderBy('event.id', order)
    .execute()
}

/** The events that begin or are in progress between two times, for a calendar. */
export function listBetween(ctx: Context, viewer: Viewer, from: number, before: number, most: number) {
  return ctx.db
    .selectFrom(
      ctx.db
        .selectFrom('events')
        .select(['id', 'title', 'starts_at', 'ends_at', 'capacity', 'places_taken'])
        .where(takesPlaceFrom(from))
        .where('starts_at', '<', before)
        .where('cancelled_at', 'is', null)
        .where(visibleCondition(viewer))
        .orderBy('starts_at')
        .orderBy('id')
        .limit(most)
        .as('event'),
    )
    .selectAll()
    .select(freeOfTypes(ctx.db).as('free_of_types'))
    .orderBy('starts_at')
    .orderBy('id')
    .execute()
}
