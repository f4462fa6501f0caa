import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'

export const allBookingsOf = (ctx: Context, accountId: number) =>
  inPortions(100, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('bookings')
      .select(['id', 'event_id', 'places', 'booked_at', 'paid_at', 'cancelled_at', 'cancel_reason'])
      .where('account_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

/** The answers for the places of some bookings. */
export const listAnswersOf = (ctx: Context, bookingIds: number[]) =>
  ctx.db
    .selectFrom('place_answers')
    .innerJoin('booked_places', 'booked_places.id', 'place_answers.place_id')
    .innerJoin('event_questions', 'event_questions.id', 'place_answers.question_id')
    .select([
      'booked_places.booking_id',
      'booked_places.position',
      'event_questions.label as question',
      'place_answers.answer',
    ])
    .where('booked_places.booking_id', 'in', bookingIds)
    .orderBy('booked_places.booking_id')
    .orderBy('booked_places.position')
    .orderBy('event_questions.position')
    .execute()

/** An account's active bookings at an event. */
export const listStanding = (ctx: Context, eventId: number, accountId: number) =>
  ctx.db
    .selectFrom('bookings')
    .select(['id', 'account_id'])
    .where('event_id', '=', eventId)
    .where('account_id', '=', accountId)
    .where('cancelled_at', 'is', null)
    .orderBy('id')
    .execute()

/** Deletes the reasons for removals of this person, of any time. */
export async function deleteReasonsOf(ctx: Context, accountId: number): Promise<void> {
  const given = ctx.db
    .updateTable('bookings')
    .where('account_id', '=', accountId)
    .where('cancel_reason', 'is not', null)
  await given.set({ cancel_reason: null }).execute()
}

/** Deletes all answers that somebody gave for their places, of any time. */
export async function deleteAnswersOf(ctx: Context, accountId: number): Promise<void> {
  const places = ctx.db
    .selectFrom('booked_places')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .select('booked_places.id')
    .where('bookings.account_id', '=', accountId)
  await ctx.db.deleteFrom('place_answers').where('place_id', 'in', places).execute()
}
