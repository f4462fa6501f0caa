import { sql } from 'kysely'
import type { Context } from '#context'
import type { Span } from '#events/events/times.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { isCutOff } from './door-queries.ts'
import type { Scanned } from './scanned.ts'

// A scan costs one read, one conditional update and one insert together with the audit entry.

export type Found = NonNullable<Awaited<ReturnType<typeof findForScan>>>

/** A pass that exists. */
export type FoundPass = Found & { pass_id: number; holder_id: number }

export const hasPass = (found: Found): found is FoundPass => found.pass_id !== null && found.holder_id !== null

interface Key {
  by: Scanned['by']
  key: string | number
}

function keyOf(scanned: Scanned): Key {
  if (scanned.by === 'code') return { by: 'code', key: scanned.code.public_id }
  if (scanned.by === 'short_code') return { by: 'short_code', key: scanned.short_code }
  if (scanned.by === 'name') return { by: 'name', key: scanned.pass_id }
  return { by: 'nothing', key: 0 }
}

const columns = { code: 'pass.public_id', short_code: 'pass.short_code', name: 'pass.id', nothing: 'pass.id' } as const

type Values = { door: number; key: string | number; scan_id: string; now: number; device: string }

/** The door with its event, the scanned pass with its place, and whether this scan is known. */
const found = compiledOnce((db, { door, key, scan_id, now, device }: Values, { by }: { by: Scanned['by'] }) =>
  db
    .selectFrom('doors as door')
    .innerJoin('events as event', 'event.id', 'door.event_id')
    .leftJoin('passes as pass', (join) =>
      join.onRef('pass.event_id', '=', 'door.event_id').on((eb) => eb(columns[by], '=', eb.val(key))),
    )
    .leftJoin('accounts as holder', 'holder.id', 'pass.holder_id')
    .leftJoin('booked_places as place', 'place.id', 'pass.place_id')
    .leftJoin('bookings as booking', 'booking.id', 'place.booking_id')
    .leftJoin('event_types as type', 'type.id', 'place.type_id')
    .leftJoin('sessions as session', (join) =>
      join.onRef('session.id', '=', 'pass.session_id').on((eb) => eb('session.expires_at', '>', eb.val(now))),
    )
    .leftJoin('admissions as known', (join) =>
      join.onRef('known.event_id', '=', 'door.event_id').on((eb) => eb('known.scan_id', '=', eb.val(scan_id))),
    )
    .select([
      'door.id as door_id',
      'door.event_id',
      'door.opened_at',
      'door.seen_at',
      'door.closed_at',
      isCutOff(sql.ref('door.event_id'), device).as('cut_off'),
      'event.host_id',
      'event.starts_at',
      'event.ends_at',
      'event.cancelled_at as event_cancelled_at',
      'event.price_cents as event_price_cents',
      'pass.id as pass_id',
      'pass.holder_id',
      'pass.generation',
      'pass.type_number',
      'pass.tag',
      'pass.session_id',
      'pass.used_at',
      'pass.cancelled_at',
      'holder.display_name as name',
      'place.position',
      'booking.id as booking_id',
      'booking.places',
      'booking.paid_at',
      'type.name as type_name',
      'type.price_cents as type_price_cents',
      'session.id as standing_session',
      'known.id as known_id',
      'known.request_hash as known_hash',
      'known.remark as known_remark',
      'known.undone_at as known_undone_at',
      'known.admitted_at as known_at',
    ])
    .where('door.id', '=', door),
)

/** @param at the door, and the device that asks */
export async function findForScan(
  ctx: Context,
  at: { door: number; device: string },
  scanned: Scanned,
  scan_id: string,
) {
  const { by, key } = keyOf(scanned)
  const [row] = await found(ctx.db, { ...at, key, scan_id, now: ctx.clock.now() }, { by })
  return row
}

const showing = compiledOnce((db, { pass_id, tag, now }: { pass_id: number; tag: string; now: number }) =>
  db
    .selectFrom('pass_showings')
    .leftJoin('sessions', (join) =>
      join
        .onRef('sessions.id', '=', 'pass_showings.session_id')
        .on((eb) => eb('sessions.expires_at', '>', eb.val(now))),
    )
    .select(['pass_showings.session_id', 'sessions.id as standing_session'])
    .where('pass_showings.pass_id', '=', pass_id)
    .where('pass_showings.tag', '=', tag),
)

/** An earlier showing of a pass: its session, and whether that is still valid. */
export async function findShowing(ctx: Context, pass_id: number, tag: string) {
  const [row] = await showing(ctx.db, { pass_id, tag, now: ctx.clock.now() }, {})
  return row
}

/** Whether a pass was shown again before a time; undefined if the showing is no longer stored. */
export async function wasShownAnew(ctx: Context, pass_id: number, tag: string, before: number) {
  const row = await ctx.db
    .selectFrom('pass_showings as own')
    .select(({ selectFrom }) =>
      selectFrom('pass_showings as newer')
        .select('newer.id')
        .where('newer.pass_id', '=', pass_id)
        .whereRef('newer.id', '>', 'own.id')
        .where('newer.shown_at', '<=', before)
        .limit(1)
        .as('newer'),
    )
    .where('own.pass_id', '=', pass_id)
    .where('own.tag', '=', tag)
    .executeTakeFirst()
  return row && row.newer !== null
}

/** The first admission by a pass in a period that was not undone, with its door and the person who admitted. */
export const findFirstAdmission = (ctx: Context, pass_id: number, { from, to }: Span) =>
  ctx.db
    .selectFrom('admissions')
    .leftJoin('doors', 'doors.id', 'admissions.door_id')
    .innerJoin('accounts', 'accounts.id', 'admissions.account_id')
    .select(['admissions.admitted_at', 'doors.name as door', 'accounts.display_name as admitted_by'])
    .where('admissions.pass_id', '=', pass_id)
    .where('admissions.undone_at', 'is', null)
    .where('admissions.admitted_at', '>=', from)
    .where('admissions.admitted_at', '<', to)
    .orderBy('admissions.id')
    .limit(1)
    .executeTakeFirst()
