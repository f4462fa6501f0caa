import { type Insertable, sql } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'

export type DoorRow = NonNullable<Awaited<ReturnType<typeof findDoor>>>
export type ListedDoor = Awaited<ReturnType<typeof listDoors>>[number]

const byId = compiledOnce((db, { id }: { id: number }) =>
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
    ])
    .where('doors.id', '=', id),
)

export async function findDoor(ctx: Context, id: number) {
  const [door] = await byId(ctx.db, { id }, {})
  return door
}

export async function insertDoor(ctx: Context, door: Insertable<Schema['doors']>): Promise<number> {
  const { id } = await ctx.db.insertInto('doors').values(door).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Open ones first, the newest of each before the others. */
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

/** @returns false when it was closed already */
export async function endDoor(ctx: Context, id: number, closed_by: number, closed_at: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('doors')
    .set({ closed_at, closed_by })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const touchDoor = (ctx: Context, id: number) =>
  ctx.db.updateTable('doors').set({ seen_at: ctx.clock.now() }).where('id', '=', id).execute()

/** Of an event of 100,000 places too: all of it stands in indexes, and what is expected is counted already. */
const counted = compiledOnce((db, { event_id }: { event_id: number }) =>
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

/** How many are in, of how many who have a place. */
export async function countAt(ctx: Context, event_id: number) {
  const [row] = await counted(ctx.db, { event_id }, {})
  const { places_taken, held, admitted, remarked } = row as NonNullable<typeof row>
  return { admitted: Number(admitted), expected: places_taken - Number(held ?? 0), remarked: Number(remarked) }
}
