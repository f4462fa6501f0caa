import { type EventFact, notice } from '#events/events/activity.ts'
import { passKind } from '#events/events/notification-kinds.ts'
import { eventTopic } from '#events/events/topics.ts'
import { defineAction, type Fact } from '#platform/activity/action.ts'

interface ShownFact extends Fact {
  pass_id: number
  event_id: number
}

export const passShown = defineAction<ShownFact>({
  name: 'pass_shown',
  phrase: 'showed {the pass}',
  entity: 'pass',
  entityId: ({ pass_id }) => pass_id,
  after: ({ event_id }) => ({ event_id }),
})

export interface MovedFact extends EventFact {
  pass_id: number
  from_id: number
  to_id: number
}

const movedAction = {
  entity: 'pass',
  entityId: ({ pass_id }: MovedFact) => pass_id,
  before: ({ from_id }: MovedFact) => ({ holder_id: from_id }),
  after: ({ event, to_id }: MovedFact) => ({ event_id: event.id, holder_id: to_id }),
  topics: ({ event }: MovedFact) => [eventTopic(event.id)],
} as const

export const passHandedOver = defineAction<MovedFact>({
  ...movedAction,
  name: 'pass_handed_over',
  phrase: 'handed over {the pass}',
  notify: (fact) => [notice(fact, passKind, [fact.to_id])],
})

export const passReturned = defineAction<MovedFact>({
  ...movedAction,
  name: 'pass_returned',
  phrase: 'returned {the pass}',
  sentence: 'gave back a place that you had handed over',
  notify: (fact) => [notice(fact, passKind, [fact.to_id])],
})

export const passTakenBack = defineAction<MovedFact>({
  ...movedAction,
  name: 'pass_taken_back',
  phrase: 'took back {the pass}',
  sentence: 'took back a place that they had handed to you',
  icon: 'undo-2',
  notify: (fact) => [notice(fact, passKind, [fact.from_id])],
})

/** Together with the booking of their places. */
export const passesCancelled = defineAction<EventFact & { booking_id: number; holders: number[] }>({
  name: 'passes_cancelled',
  phrase: 'cancelled passes that had been handed over: {the booking}',
  sentence: 'cancelled a place that was handed to you',
  icon: 'calendar-x',
  entity: 'booking',
  entityId: ({ booking_id }) => booking_id,
  after: ({ event, holders }) => ({ event_id: event.id, holders }),
  topics: () => [],
  notify: (fact) => [notice(fact, passKind, fact.holders)],
})

export const passKeysRotated = defineAction<Fact & { key_id: number }>({
  name: 'pass_keys_rotated',
  phrase: 'made a new key for passes',
  entity: 'pass',
  after: ({ key_id }) => ({ key_id }),
})
