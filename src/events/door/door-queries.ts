import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { admissionSpan, type Times } from '#events/events/times.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'

export type DoorRow = NonNullable<Awaited<ReturnType<typeof findDoor>>>
export type ListedDoor = Awaited<ReturnType<typeof listDoors>>[number]

/** A device whose door was closed by another device can admit nobody any more. */
export const isCutOff = (eventId: RawBuilder<unknown>, device: string) => sql<number | null>`(
  select 1 from doors as lost
  where lost.event_id = ${eventId} and lost.device = ${device} and lost.cut_off = 1 limit 1)`

const byId = compiledOnce((db, { id, device }: { id: number; device: string }) =>
  db
    .selectFrom('doors')
    .innerJoin('events', 'events.id', 'doors.event_id')
    .select([
      'doors.id',
      'doors.event_id',
      'doors.name',
      'doors.opened_at',
      'doors.seen_at',
      'doors.closed_at',
      'events.host_id',
      'events.title',
      'events.starts_at',
      'events.ends_at',
      'events.cancelled_at',
      isCutOff(sql.ref('doors.event_id'), device).as('cut_off'),
    ])
    .where('doors.id', '=', id),
)

/** @param device of the request */
export async function findDoor(ctx: Context, id: number, device: string) {
  const [door] = await byId(ctx.db, { id, device }, {})
  return door
}

export async function isDeviceCutOff(ctx: Context, eventId: number, device: string): Promise<boolean> {
  const { rows } = await sql<{ cut_off: number | null }>`
    select ${isCutOff(sql`${eventId}`, device)} as cut_off`.execute(ctx.db)
  return rows[0]?.cut_off === 1
}

export async function insertDoor(ctx: Context, door: Insertable<Schema['doors']>): Promise<number> {
  const { id } = await ctx.db.insertInto('doors').values(door).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Open ones first, each newest first. */
export const listDoors = (ctx: Context, eventId: number, limit: number) =>
  ctx.db
    .selectFrom('doors')
    .innerJoin('accounts', 'accounts.id', 'doors.account_id')
    .select([
      'doors.id',
      'doors.event_id',
      'doors.name',
      'doors.opened_at',
      'doors.seen_at',
      'doors.closed_at',
      'accounts.display_name as opened_by',
    ])
    .where('doors.event_id', '=', eventId)
    .orderBy((eb) => eb.case().when('doors.closed_at', 'is', null).then(0).else(1).end())
    .orderBy('doors.id', 'desc')
    .limit(limit)
    .execute()

export async function countOpenDoors(ctx: Context, eventId: number): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('doors')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('event_id', '=', eventId)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** @param device that closes it @returns false if it was closed already */
export const endDoor = (
  ctx: Context,
  id: number,
  { closed_by, device, closed_at }: { closed_by: number; device: string; closed_at: number },
): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('doors')
      .set({ closed_at, closed_by, cut_off: sql`case when device <> ${device} then 1 else 0 end` })
      .where('id', '=', id)
      .where('closed_at', 'is', null),
  )

export const touchDoor = (ctx: Context, id: number) =>
  ctx.db.updateTable('doors').set({ seen_at: ctx.clock.now() }).where('id', '=', id).execute()

/** Fast even for 100,000 places: it reads only indexes, and the number expected is stored. */
const counted = compiledOnce((db, { event_id, from }: { event_id: number; from: number }) =>
  db
    .selectFrom('events')
    .select(({ selectFrom }) => [
      'events.places_taken',
      selectFrom('waiting_entries')
        .select(({ fn }) => fn.sum<number>('places').as('sum'))
        .where('event_id', '=', event_id)
        .where('state', '=', sql.lit('offered'))
        .where('ended_at', 'is', null)
        .as('held'),
      selectFrom('passes')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('event_id', '=', event_id)
        .where('used_at', 'is not', null)
        .where('used_at', '>=', from)
        // Somebody who left after the first of several days is in no more, should the event be cut to one day since.
        .where('cancelled_at', 'is', null)
        .as('admitted'),
      selectFrom('admissions')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('event_id', '=', event_id)
        .where('remark', 'is not', null)
        .where('undone_at', 'is', null)
        .as('remarked'),
    ])
    .where('events.id', '=', event_id),
)

/** How many people are in, of how many with a place; on the current day of an event of several days. */
export async function countAt(ctx: Context, event_id: number, times: Times) {
  const { from } = admissionSpan(ctx, times, ctx.clock.now())
  const [row] = await counted(ctx.db, { event_id, from }, {})
  const { places_taken, held, admitted, remarked } = row as NonNullable<typeof row>
  return { admitted: Number(admitted), expected: places_taken - Number(held ?? 0), remarked: Number(remarked) }
}
