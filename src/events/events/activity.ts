import { type AccountIds, defineAction, type Fact, type Notice, type Values } from '#platform/activity/action.ts'
import {
  bookedKind,
  cancelledKind,
  changedKind,
  guestKind,
  invitedKind,
  lapsedKind,
  offeredKind,
  reminderKind,
} from './notification-kinds.ts'
import { eventSubject, eventTopic, publicEventsTopic } from './topics.ts'

export interface EventFact extends Fact {
  event: { id: number; host_id: number; visibility: 'public' | 'invite_only' }
}

/** The overview of who may not see the event is not asked to look again. */
const topicsOf = ({ event }: EventFact) =>
  event.visibility === 'public' ? [eventTopic(event.id), publicEventsTopic] : [eventTopic(event.id)]

const eventAction = {
  entity: 'event',
  entityId: ({ event }: EventFact) => event.id,
  topics: topicsOf,
} as const

const notice = ({ event }: EventFact, kind: Notice['kind'], to: Notice['to']): Notice => ({
  kind,
  subject: eventSubject(event.id),
  to,
})

interface Addressed extends EventFact {
  to: AccountIds
}

export const eventCreated = defineAction<EventFact & { copied_from?: number | undefined }>({
  ...eventAction,
  name: 'event_created',
  phrase: 'created {the event}',
  after: ({ event, copied_from }) => ({ visibility: event.visibility, copied_from }),
})

export const eventChanged = defineAction<Addressed & { before: Values; after: Values }>({
  ...eventAction,
  name: 'event_changed',
  phrase: 'changed {the event}',
  before: ({ before }) => before,
  after: ({ after }) => after,
  notify: (fact) => [notice(fact, changedKind, fact.to)],
})

/** To everybody who had a place, waited or was invited. */
export const eventCancelled = defineAction<Addressed>({
  ...eventAction,
  name: 'event_cancelled',
  phrase: 'cancelled {the event}',
  notify: (fact) => [notice(fact, cancelledKind, fact.to)],
})

export const eventReminded = defineAction<Addressed>({
  ...eventAction,
  name: 'event_reminded',
  phrase: 'reminded everybody of {the event}',
  topics: () => [],
  notify: (fact) => [notice(fact, reminderKind, fact.to)],
})

interface PersonFact extends EventFact {
  account_id: number
}

const aboutPerson = { after: ({ account_id }: PersonFact) => ({ account_id }) } as const

interface InvitedFact extends EventFact {
  account_id: number | null
  invitation_id: number
  /** Whether the person is invited already, by another name. */
  known: boolean
}

export const personInvited = defineAction<InvitedFact>({
  ...eventAction,
  name: 'event_invited',
  phrase: 'invited somebody to {the event}',
  after: ({ account_id, invitation_id }) => ({ account_id, invitation_id }),
  notify: (fact) => (fact.known ? [] : [notice(fact, invitedKind, [fact.account_id])]),
})

export const invitationFollowed = defineAction<EventFact & { invitation_id: number }>({
  ...eventAction,
  name: 'event_invitation_followed',
  phrase: 'followed an invitation to {the event}',
  after: ({ invitation_id }) => ({ invitation_id }),
})

export const invitationDeclined = defineAction<EventFact>({
  ...eventAction,
  name: 'event_invitation_declined',
  phrase: 'declined the invitation to {the event}',
  sentence: 'declined your invitation',
  icon: 'x',
  notify: (fact) => [notice(fact, guestKind, [fact.event.host_id])],
})

export const invitationWithdrawn = defineAction<EventFact & { account_id: number | null; invitation_id: number }>({
  ...eventAction,
  name: 'event_invitation_withdrawn',
  phrase: 'withdrew an invitation to {the event}',
  after: ({ account_id, invitation_id }) => ({ account_id, invitation_id }),
})

export const waitingJoined = defineAction<PersonFact & { places: number }>({
  ...eventAction,
  name: 'event_waiting_joined',
  phrase: 'joined the waiting list of {the event}',
  after: ({ places }) => ({ places }),
})

export const waitingLeft = defineAction<PersonFact>({
  ...eventAction,
  name: 'event_waiting_left',
  phrase: 'left the waiting list of {the event}',
})

export const placeOffered = defineAction<PersonFact & { places: number; until: number }>({
  ...eventAction,
  name: 'event_place_offered',
  phrase: 'offered places of {the event} to the waiting list',
  after: ({ account_id, places, until }) => ({ account_id, places, until }),
  notify: (fact) => [{ ...notice(fact, offeredKind, [fact.account_id]), byClock: true }],
})

export const offerLapsed = defineAction<PersonFact>({
  ...eventAction,
  ...aboutPerson,
  name: 'event_offer_lapsed',
  phrase: 'let an offer of {the event} lapse',
  notify: (fact) => [{ ...notice(fact, lapsedKind, [fact.account_id]), byClock: true }],
})

interface BookingFact extends PersonFact {
  booking_id: number
  places: number
}

const bookingAction = {
  ...eventAction,
  entity: 'booking',
  entityId: ({ booking_id }: BookingFact) => booking_id,
} as const

/** Whoever booked gets a confirmation, the host hears who comes. */
export const placesBooked = defineAction<BookingFact>({
  ...bookingAction,
  name: 'event_booked',
  phrase: 'booked places: {the booking}',
  sentence: 'booked places',
  after: ({ event, places }) => ({ event_id: event.id, places }),
  notify: (fact) => [
    { ...notice(fact, bookedKind, [fact.account_id]), byClock: true },
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
  notify: (fact) => [notice(fact, guestKind, [fact.event.host_id])],
})

/** The same by the host or by staff. */
export const attendeeRemoved = defineAction<BookingFact>({
  ...bookingAction,
  name: 'event_attendee_removed',
  phrase: 'removed an attendee: {the booking}',
  sentence: 'cancelled your booking',
  icon: 'calendar-x',
  after: ({ event, account_id, places }) => ({ event_id: event.id, account_id, places }),
  notify: (fact) => [notice(fact, bookedKind, [fact.account_id])],
})

export const bookingPaid = defineAction<BookingFact & { paid: boolean }>({
  ...bookingAction,
  name: 'event_booking_paid',
  phrase: 'marked as paid or not: {the booking}',
  after: ({ paid }) => ({ paid }),
})
