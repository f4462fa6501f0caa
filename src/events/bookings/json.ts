import { z } from 'zod'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'
import type { Attendee, BookedPlace, OwnBooking, readPayments, WaitingPerson } from './lists.ts'
import type { Booking } from './queries.ts'

const time = z.iso.datetime()
const placeJson = z.object({
  id: z.int(),
  type_id: z.int().nullable(),
  type: z.string().nullable(),
  holder: personJson.nullable().meta({ description: 'The person it was handed to.' }),
  used_at: time.nullable().meta({ description: 'When somebody was last admitted with it.' }),
  answers: z.record(z.string(), z.string()).meta({ description: 'By the id of the question.' }),
})

export const bookingJson = z
  .object({
    id: z.int(),
    event_id: z.int(),
    account_id: z.int(),
    quantity: z.int(),
    places: z.array(placeJson),
    booked_at: time,
    paid_at: time.nullable(),
    cancelled_at: time.nullable(),
    cancel_reason: z.string().nullable(),
  })
  .meta({ id: 'Booking' })

export const ownBookingJson = z
  .object({
    id: z.int(),
    event_id: z.int(),
    title: z.string(),
    location: z.string(),
    starts_at: time,
    ends_at: time,
    event_cancelled_at: time.nullable(),
    quantity: z.int(),
    booked_at: time,
    paid_at: time.nullable(),
    cancelled_at: time.nullable(),
    cancel_reason: z.string().nullable(),
  })
  .meta({ id: 'OwnBooking' })

export const attendeeJson = z
  .object({
    booking_id: z.int(),
    person: personJson,
    quantity: z.int(),
    places: z.array(placeJson),
    booked_at: time,
    paid_at: time.nullable(),
  })
  .meta({ id: 'Attendee' })

const sumJson = z.object({
  quantity: z.int().meta({ description: 'Places.' }),
  amount: z.number().meta({ description: 'What they cost.' }),
})
export const paymentsJson = z.object({ paid: sumJson, unpaid: sumJson }).meta({ id: 'Payments' })

export const waitingJson = z
  .object({
    person: personJson,
    quantity: z.int(),
    type: z.string().nullable(),
    state: z.enum(['waiting', 'offered']),
    joined_at: time,
    offer_ends_at: time.nullable(),
  })
  .meta({ id: 'WaitingPerson' })

const showPlace = ({ id, type_id, type_name, holder, used_at, answers }: BookedPlace): z.input<typeof placeJson> => ({
  id,
  type_id,
  type: type_name,
  holder,
  used_at: timeOrNull(used_at),
  answers: Object.fromEntries([...answers].map(([question, answer]) => [String(question), answer])),
})

export const showBooking = (booking: Booking, places: BookedPlace[] = []): z.input<typeof bookingJson> => ({
  id: booking.id,
  event_id: booking.event_id,
  account_id: booking.account_id,
  quantity: booking.places,
  places: places.map(showPlace),
  booked_at: isoTime(booking.booked_at),
  paid_at: timeOrNull(booking.paid_at),
  cancelled_at: timeOrNull(booking.cancelled_at),
  cancel_reason: booking.cancel_reason,
})

export const showOwnBooking = (booking: OwnBooking): z.input<typeof ownBookingJson> => ({
  id: booking.id,
  event_id: booking.event_id,
  title: booking.title,
  location: booking.location,
  starts_at: isoTime(booking.starts_at),
  ends_at: isoTime(booking.ends_at),
  event_cancelled_at: timeOrNull(booking.event_cancelled_at),
  quantity: booking.places,
  booked_at: isoTime(booking.booked_at),
  paid_at: timeOrNull(booking.paid_at),
  cancelled_at: timeOrNull(booking.cancelled_at),
  cancel_reason: booking.cancel_reason,
})

export const showAttendee = (attendee: Attendee, places: BookedPlace[] = []): z.input<typeof attendeeJson> => ({
  booking_id: attendee.id,
  person: personOf({ ...attendee, id: attendee.account_id }),
  quantity: attendee.places,
  places: places.map(showPlace),
  booked_at: isoTime(attendee.booked_at),
  paid_at: timeOrNull(attendee.paid_at),
})

const showSum = ({ places, cents }: { places: number; cents: number }) => ({ quantity: places, amount: cents / 100 })

export const showPayments = ({ paid, unpaid }: Awaited<ReturnType<typeof readPayments>>) => ({
  paid: showSum(paid),
  unpaid: showSum(unpaid),
})

export const showWaiting = (waiting: WaitingPerson): z.input<typeof waitingJson> => ({
  person: personOf({ ...waiting, id: waiting.account_id }),
  quantity: waiting.places,
  type: waiting.type_name,
  state: waiting.state === 'offered' ? 'offered' : 'waiting',
  joined_at: isoTime(waiting.joined_at),
  offer_ends_at: timeOrNull(waiting.offer_ends_at),
})
