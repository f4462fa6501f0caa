import { type Insertable, type Selectable, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'

export type Booking = Selectable<Schema['bookings']>

const columns = [
  'id',
  'event_id',
  'account_id',
  'purchase_id',
  'request_hash',
  'places',
  'booked_at',
  'paid_at',
  'cancelled_at',
  'cancelled_by',
  'cancel_reason',
] as const

type Purchase = Record<string, number | string> & { purchase_id: string; event_id: number; account_id: number }

const contextOfPurchase = compiledOnce((db, { purchase_id, event_id, account_id }: Purchase) => {
  const types = db.selectFrom('event_types').where('event_id', '=', event_id)
  const questions = db.selectFrom('event_questions').where('event_id', '=', event_id)
  const waiting = db.selectFrom('waiting_entries').where('event_id', '=', event_id).where('account_id', '=', account_id)
  const invited = db
    .selectFrom('event_invitations')
    .where('event_id', '=', event_id)
    .where('account_id', '=', account_id)
  return db.selectNoFrom(({ exists, selectFrom }) => [
    selectFrom('bookings').select('id').where('purchase_id', '=', purchase_id).as('booking_id'),
    exists(types.select('id')).as('has_types'),
    exists(questions.select('id')).as('has_questions'),
    exists(waiting.select('id').where('ended_at', 'is', null)).as('is_waiting'),
    exists(invited.select('id').where('state', '<>', sql.lit('withdrawn'))).as('is_invited'),
  ])
})

/** What a purchase depends on, in one statement: usually nothing more has to be read. */
export async function findPurchaseContext(ctx: Context, purchase: Purchase) {
  const [found] = await contextOfPurchase(ctx.db, purchase, {})
  return found as NonNullable<typeof found>
}

const byId = compiledOnce((db, { id }: { id: number }) =>
  db.selectFrom('bookings').select(columns).where('id', '=', id),
)

export async function findBooking(ctx: Context, id: number): Promise<Booking | undefined> {
  const [booking] = await byId(ctx.db, { id }, {})
  return booking
}

type NewBooking = Pick<Booking, 'event_id' | 'account_id' | 'purchase_id' | 'request_hash' | 'places' | 'booked_at'>

const inserted = compiledOnce((db, booking: NewBooking & Record<string, string | number>) =>
  db.insertInto('bookings').values(booking).returning(columns),
)

export async function insertBooking(ctx: Context, booking: NewBooking): Promise<Booking> {
  const [row] = await inserted(ctx.db, booking as NewBooking & Record<string, string | number>, {})
  return row as Booking
}

/** @returns their ids, in order */
export async function insertPlaces(ctx: Context, booking_id: number, types: (number | null)[]): Promise<number[]> {
  const values = Object.fromEntries(types.flatMap((type, n) => (type === null ? [] : [[`type_${n}`, type]])))
  const typed = types.map((type) => type !== null)
  const ids = await insertedPlaces(ctx.db, { booking_id, ...values }, { typed })
  return ids.map(({ id }) => id).sort((a, b) => a - b)
}

const insertedPlaces = compiledOnce(
  (db, values: { booking_id: number } & Record<string, number>, { typed }: { typed: boolean[] }) =>
    db
      .insertInto('booked_places')
      .values(
        typed.map((has, n) => ({
          booking_id: values.booking_id,
          type_id: has ? (values[`type_${n}`] as number) : sql.lit(null),
          position: sql.lit(n),
        })),
      )
      .returning('id'),
)

export async function insertAnswers(ctx: Context, rows: Insertable<Schema['place_answers']>[]): Promise<void> {
  if (rows.length > 0) await ctx.db.insertInto('place_answers').values(rows).execute()
}

/** Those of these unique answers that were already given for another place. */
export async function findGiven(ctx: Context, answers: { question_id: number; unique_answer: string }[]) {
  if (answers.length === 0) return []
  return ctx.db
    .selectFrom('place_answers')
    .select(['question_id', 'unique_answer'])
    .where((eb) =>
      eb.or(
        answers.map(({ question_id, unique_answer }) =>
          eb.and([eb('question_id', '=', question_id), eb('unique_answer', '=', unique_answer)]),
        ),
      ),
    )
    .execute()
}

/** @returns false if it was cancelled already */
export const endBooking = (
  ctx: Context,
  id: number,
  end: { cancelled_by: number; cancelled_at: number; cancel_reason: string | null },
): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('bookings').set(end).where('id', '=', id).where('cancelled_at', 'is', null))

/** Makes the unique answers of cancelled places available again. */
export async function freeAnswers(ctx: Context, bookingId: number): Promise<void> {
  const places = ctx.db.selectFrom('booked_places').select('id').where('booking_id', '=', bookingId)
  await ctx.db
    .updateTable('place_answers')
    .set({ unique_answer: null })
    .where('place_id', 'in', places)
    .where('unique_answer', 'is not', null)
    .execute()
}

/** The number of a booking's places by ticket type. */
export async function countByType(ctx: Context, bookingId: number): Promise<Map<number | null, number>> {
  const rows = await ctx.db
    .selectFrom('booked_places')
    .select(({ fn }) => ['type_id', fn.countAll<number>().as('count')])
    .where('booking_id', '=', bookingId)
    .groupBy('type_id')
    .execute()
  return new Map(rows.map(({ type_id, count }) => [type_id, Number(count)]))
}

/** @returns false if it is cancelled */
export const setPaid = (ctx: Context, id: number, paid_at: number | null): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('bookings').set({ paid_at }).where('id', '=', id).where('cancelled_at', 'is', null))
