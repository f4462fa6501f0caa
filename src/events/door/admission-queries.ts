import { type Insertable, sql } from 'kysely'
import type { Context } from '#context'
import type { Span } from '#events/events/times.ts'
import type { DecodedCode } from '#events/passes/code.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { AdmissionRemark } from '#platform/db/tables/doors.ts'

// These conditional updates decide whether somebody is admitted: of concurrent ones exactly one changes the row.

const usedByCode = compiledOnce(
  (db, values: { id: number; now: number; from: number; tag: string; generation: number; type_number: number }) =>
    db
      .updateTable('passes')
      .set({ used_at: values.now })
      .where('id', '=', values.id)
      .where('tag', '=', values.tag)
      .where('generation', '=', values.generation)
      .where('type_number', '=', values.type_number)
      .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_at', '<', values.from)]))
      .where('cancelled_at', 'is', null)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('sessions')
            .select('sessions.id')
            .whereRef('sessions.id', '=', 'passes.session_id')
            .where('sessions.expires_at', '>', eb.val(values.now) as never),
        ),
      )
      .returning('id'),
)

/** @returns false if this code does not, or no longer, admit with the pass */
export async function usePassByCode(ctx: Context, id: number, code: DecodedCode, { from }: Span): Promise<boolean> {
  const now = ctx.clock.now()
  const { tag, generation, type_number } = code
  return (await usedByCode(ctx.db, { id, now, from, tag, generation, type_number }, {})).length > 0
}

const used = compiledOnce((db, { id, at, from, to }: { id: number; at: number; from: number; to: number }) =>
  db
    .updateTable('passes')
    // A late report of an earlier day must not undo today's admission.
    .set({ used_at: sql`case when used_at > ${at} then used_at else ${at} end` })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_at', '<', from), eb('used_at', '>=', to)]))
    .where('cancelled_at', 'is', null)
    .returning('id'),
)

/** @returns false if it was used or cancelled */
export const usePass = async (ctx: Context, id: number, at: number, { from, to }: Span): Promise<boolean> =>
  (await used(ctx.db, { id, at, from, to }, {})).length > 0

type NewAdmission = Pick<
  Insertable<Schema['admissions']>,
  'event_id' | 'pass_id' | 'account_id' | 'method' | 'scan_id' | 'request_hash' | 'admitted_at' | 'recorded_at'
> & { door_id: number }

const inserted = compiledOnce(
  (db, values: NewAdmission & Record<string, string | number>, { remark }: { remark: AdmissionRemark | null }) =>
    db
      .insertInto('admissions')
      .values({ ...values, remark: remark === null ? sql.lit(null) : sql.lit(remark) })
      .onConflict((conflict) => conflict.columns(['event_id', 'scan_id']).doNothing())
      .returning('id'),
)

/** @returns undefined if the event already has a scan with this id */
export async function insertAdmission(
  ctx: Context,
  admission: NewAdmission,
  remark: AdmissionRemark | null = null,
): Promise<number | undefined> {
  const [row] = await inserted(ctx.db, admission as NewAdmission & Record<string, string | number>, { remark })
  return row?.id
}

const admissionColumns = [
  'admissions.id',
  'admissions.event_id',
  'admissions.pass_id',
  'admissions.door_id',
  'admissions.method',
  'admissions.remark',
  'admissions.admitted_at',
  'admissions.recorded_at',
  'admissions.undone_at',
  'admissions.undo_reason',
] as const

/** With the names of the holder, the door and the person who admitted. */
const withNames = (ctx: Context) =>
  ctx.db
    .selectFrom('admissions')
    .innerJoin('passes', 'passes.id', 'admissions.pass_id')
    .innerJoin('accounts as holder', 'holder.id', 'passes.holder_id')
    .innerJoin('accounts as admitter', 'admitter.id', 'admissions.account_id')
    .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .leftJoin('event_types', 'event_types.id', 'booked_places.type_id')
    .leftJoin('doors', 'doors.id', 'admissions.door_id')
    .select(admissionColumns)
    .select([
      'holder.display_name as name',
      'admitter.display_name as admitted_by',
      'booked_places.position',
      'bookings.places',
      'event_types.name as type_name',
      'doors.name as door',
    ])

export type AdmissionRow = Awaited<ReturnType<typeof listAdmissions>>[number]

interface Filter {
  /** Only those to be checked: admitted twice, or with a pass that was not valid. */
  remarked?: boolean | undefined
  door_id?: number | undefined
  before?: number | undefined
}

/** Newest first. */
export function listAdmissions(ctx: Context, eventId: number, limit: number, { remarked, door_id, before }: Filter) {
  let rows = withNames(ctx).where('admissions.event_id', '=', eventId)
  if (remarked) rows = rows.where('admissions.remark', 'is not', null).where('admissions.undone_at', 'is', null)
  if (door_id !== undefined) rows = rows.where('admissions.door_id', '=', door_id)
  if (before !== undefined) rows = rows.where('admissions.id', '<', before)
  return rows.orderBy('admissions.id', 'desc').limit(limit).execute()
}

/**
 * The first admissions by these passes that were not undone, oldest first: a second one is reported together with the
 * first.
 */
export async function listFirstAdmissions(ctx: Context, passIds: number[]): Promise<AdmissionRow[]> {
  if (passIds.length === 0) return []
  return withNames(ctx)
    .where('admissions.pass_id', 'in', passIds)
    .where('admissions.undone_at', 'is', null)
    .where((eb) => eb.or([eb('admissions.remark', 'is', null), eb('admissions.remark', '<>', 'double')]))
    .orderBy('admissions.id')
    .execute()
}
