import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { AdmissionMethod, AdmissionRemark } from '#platform/db/tables/doors.ts'
import { accountTopic } from '#platform/live/publish.ts'
import type { Reason } from './reasons.ts'
import { doorTopic } from './topics.ts'

interface DoorFact extends Fact {
  event_id: number
  door_id: number
}

const topics = ({ event_id }: { event_id: number }) => [doorTopic(event_id)]

const doorAction = { entity: 'door', entityId: ({ door_id }: DoorFact) => door_id, topics } as const

export const doorOpened = defineAction<DoorFact>({
  ...doorAction,
  name: 'door_opened',
  phrase: 'opened {the door}',
  after: ({ event_id }) => ({ event_id }),
})

export const doorClosed = defineAction<DoorFact>({
  ...doorAction,
  name: 'door_closed',
  phrase: 'closed {the door}',
  after: ({ event_id }) => ({ event_id }),
})

interface AdmissionFact extends DoorFact {
  pass_id: number
  /** Their open page then shows that the pass was used. */
  holder_id: number
  method: AdmissionMethod
  remark: AdmissionRemark | null
}

export const passAdmitted = defineAction<AdmissionFact>({
  entity: 'pass',
  entityId: ({ pass_id }) => pass_id,
  topics: (fact) => [...topics(fact), accountTopic(fact.holder_id)],
  name: 'pass_admitted',
  phrase: 'let somebody in by {the pass}',
  after: ({ event_id, door_id, method, remark }) => ({ event_id, door_id, method, ...(remark && { remark }) }),
})

/** If the code names no pass of the event, only the reason is known. */
export const scanRefused = defineAction<DoorFact & { pass_id: number | null; reason: Reason }>({
  entity: 'pass',
  entityId: ({ pass_id }) => pass_id,
  name: 'pass_refused',
  phrase: 'refused {the pass} at a door',
  after: ({ event_id, door_id, reason }) => ({ event_id, door_id, refusal: reason }),
})

interface UndoneFact extends Fact {
  event_id: number
  pass_id: number
  /** Their open page then shows the code again. */
  holder_id: number
  admission_id: number
}

export const admissionUndone = defineAction<UndoneFact>({
  entity: 'pass',
  entityId: ({ pass_id }) => pass_id,
  topics: (fact) => [...topics(fact), accountTopic(fact.holder_id)],
  name: 'admission_undone',
  phrase: 'undid an admission by {the pass}',
  after: ({ event_id, admission_id }) => ({ event_id, admission_id }),
})
