import { type AccountIds, defineAction, type Fact, type Notice, type Values } from '#platform/activity/action.ts'
import {
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

/** Overviews of people who may not see the event are not refreshed. */
const topicsOf = ({ event }: EventFact) =>
  event.visibility === 'public' ? [eventTopic(event.id), publicEventsTopic] : [eventTopic(event.id)]

export const eventAction = {
  entity: 'event',
  entityId: ({ event }: EventFact) => event.id,
  topics: topicsOf,
} as const

export const notice = ({ event }: EventFact, kind: Notice['kind'], to: Notice['to']): Notice => ({
  kind,
  subject: eventSubject(event.id),
  to,
})

export interface Addressed extends EventFact {
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

/** An event whose host has left the staff: it takes place with another host. */
export const eventPassedOn = defineAction<EventFact & { from_id: number }>({
  ...eventAction,
  name: 'event_passed_on',
  phrase: 'passed on {the event}',
  sentence: 'passed an event on to you',
  before: ({ from_id }) => ({ host_id: from_id }),
  after: ({ event }) => ({ host_id: event.host_id }),
  notify: (fact) => [notice(fact, guestKind, [fact.event.host_id])],
})

export const eventReminded = defineAction<Addressed>({
  ...eventAction,
  name: 'event_reminded',
  phrase: 'reminded everybody of {the event}',
  topics: () => [],
  notify: (fact) => [notice(fact, reminderKind, fact.to)],
})

export interface PersonFact extends EventFact {
  account_id: number
}

const aboutPerson = { after: ({ account_id }: PersonFact) => ({ account_id }) } as const

interface InvitedFact extends EventFact {
  account_id: number | null
  invitation_id: number
  /** Whether another invitation of this person still counts: they are not notified again. */
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

export const invitationDeclined = defineAction<EventFact & { by_address: boolean }>({
  ...eventAction,
  name: 'event_invitation_declined',
  phrase: 'declined the invitation to {the event}',
  sentence: 'declined your invitation',
  byClock: 'Somebody whom you invited by email has declined',
  icon: 'x',
  // The host must not learn whose an address is.
  notify: (fact) => [{ ...notice(fact, guestKind, [fact.event.host_id]), ...(fact.by_address && { byClock: true }) }],
})

/** To a person who may no longer attend because of it. */
export const invitationWithdrawn = defineAction<Addressed & { account_id: number | null; invitation_id: number }>({
  ...eventAction,
  name: 'event_invitation_withdrawn',
  phrase: 'withdrew an invitation to {the event}',
  sentence: 'withdrew your invitation',
  icon: 'calendar-x',
  after: ({ account_id, invitation_id }) => ({ account_id, invitation_id }),
  notify: (fact) => [notice(fact, invitedKind, fact.to)],
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

/** For a person who may no longer book, or hosts the event now. */
export const waitingEnded = defineAction<PersonFact>({
  ...eventAction,
  ...aboutPerson,
  name: 'event_waiting_ended',
  phrase: 'took somebody off the waiting list of {the event}',
  sentence: 'took you off the waiting list',
  // Without an actor the person became the host, and is notified of that, or left the staff, and no longer sees the event.
  notify: (fact) => (fact.actor_id === null ? [] : [notice(fact, lapsedKind, [fact.account_id])]),
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
