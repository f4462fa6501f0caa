import { eventAction, notice, type PersonFact } from '#events/events/activity.ts'
import { bookedKind, guestKind } from '#events/events/notification-kinds.ts'
import { defineAction } from '#platform/activity/action.ts'

interface BookingFact extends PersonFact {
  booking_id: number
  places: number
}

const bookingAction = {
  ...eventAction,
  entity: 'booking',
  entityId: ({ booking_id }: BookingFact) => booking_id,
} as const

/** The person who booked gets a confirmation, and the host a notification. */
export const placesBooked = defineAction<BookingFact & { passes: number[] }>({
  ...bookingAction,
  name: 'event_booked',
  phrase: 'booked places: {the booking}',
  sentence: 'booked places',
  after: ({ event, places, passes }) => ({ event_id: event.id, places, passes }),
  notify: (fact) => [
    { ...notice(fact, bookedKind, [fact.account_id]), part_id: fact.booking_id, byClock: true },
    notice(fact, guestKind, [fact.event.host_id]),
  ],
})

export const bookingCancelled = defineAction<BookingFact>({
  ...bookingAction,
  name: 'event_booking_cancelled',
  phrase: 'cancelled {the booking}',
  sentence: 'cancelled a booking',
  icon: 'calendar-x',
  after: ({ event, account_id, places }) => ({ event_id: event.id, account_id, places }),
  notify: (fact) => [{ ...notice(fact, guestKind, [fact.event.host_id]), part_id: fact.booking_id }],
})

/** The same by the host or by staff. */
export const attendeeRemoved = defineAction<BookingFact>({
  ...bookingAction,
  name: 'event_attendee_removed',
  phrase: 'removed an attendee: {the booking}',
  sentence: 'cancelled your booking',
  icon: 'calendar-x',
  after: ({ event, account_id, places }) => ({ event_id: event.id, account_id, places }),
  notify: (fact) => [{ ...notice(fact, bookedKind, [fact.account_id]), part_id: fact.booking_id }],
})

/** Some places were given back: they were moved to `booking_id`, which is cancelled; the others stay with `part_of`. */
interface PartFact extends BookingFact {
  part_of: number
}

const partAction = {
  ...bookingAction,
  entityId: ({ part_of }: PartFact) => part_of,
  after: ({ event, account_id, places, booking_id }: PartFact) => ({
    ...{ event_id: event.id, account_id, places },
    cancelled_booking_id: booking_id,
  }),
  icon: 'calendar-x',
} as const

export const placesGivenBack = defineAction<PartFact>({
  ...partAction,
  name: 'event_places_given_back',
  phrase: 'gave back places of {the booking}',
  sentence: 'gave back places',
  notify: (fact) => [{ ...notice(fact, guestKind, [fact.event.host_id]), part_id: fact.booking_id }],
})

/** The same by the host or by staff. */
export const placesRemoved = defineAction<PartFact>({
  ...partAction,
  name: 'event_places_removed',
  phrase: 'took away places of {the booking}',
  sentence: 'cancelled places of your booking',
  notify: (fact) => [{ ...notice(fact, bookedKind, [fact.account_id]), part_id: fact.booking_id }],
})

export const bookingPaid = defineAction<BookingFact & { paid: boolean }>({
  ...bookingAction,
  name: 'event_booking_paid',
  phrase: 'marked as paid or not: {the booking}',
  after: ({ paid }) => ({ paid }),
})
