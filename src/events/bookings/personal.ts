import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allBookingsOf, listAnswersOf } from './personal-queries.ts'

async function* bookingsOf(ctx: Context, { id }: Actor) {
  for await (const bookings of allBookingsOf(ctx, id)) {
    const answers = await listAnswersOf(
      ctx,
      bookings.map(({ id }) => id),
    )
    const byBooking = Map.groupBy(answers, ({ booking_id }) => booking_id)
    yield bookings.map(({ id, event_id, places, booked_at, paid_at, cancelled_at, cancel_reason }) => ({
      ...{ id, event_id, quantity: places },
      booked_at: isoTime(booked_at),
      paid_at: timeOrNull(paid_at),
      cancelled_at: timeOrNull(cancelled_at),
      cancel_reason,
      answers: (byBooking.get(id) ?? []).map(({ position, question, answer }) => ({
        ...{ place: position + 1, question, answer },
      })),
    }))
  }
}

const time = z.iso.datetime()
const answer = z.object({ place: z.int(), question: z.string(), answer: z.string() })

/** That somebody attended stays, without a name; the answers are deleted with the person (departure.ts). */
export const personalBookings: PersonalData = {
  members: {
    bookings: z.array(
      z.object({
        id: z.int(),
        event_id: z.int(),
        quantity: z.int(),
        booked_at: time,
        paid_at: time.nullable(),
        cancelled_at: time.nullable(),
        cancel_reason: z.string().nullable(),
        answers: z.array(answer),
      }),
    ),
  },
  read: async (ctx, actor) => ({ bookings: bookingsOf(ctx, actor) }),
}
