import { defineAction } from '#platform/activity/action.ts'
import {
  type AddressedFact,
  type ChangeFact,
  change,
  type MessageFact,
  messageAction,
  staffAction,
  ticketAction,
} from './activity.ts'
import { editedKind, mentionKind, messageKind, unclaimedKind } from './notification-kinds.ts'
import { ticketSubject } from './topics.ts'

interface AddressedMessage extends MessageFact, AddressedFact {}

interface MessageForTwo extends AddressedMessage {
  /** Who is notified that it waits for anybody on staff. */
  to_queue: AddressedFact['to']
}

export const messageWritten = defineAction<MessageForTwo>({
  ...ticketAction,
  ...messageAction,
  name: 'written',
  phrase: 'wrote {a message}',
  notify: ({ ticket, message_id, to, to_queue }) => [
    { kind: messageKind, subject: ticketSubject(ticket.id), message_id, to },
    { kind: unclaimedKind, subject: ticketSubject(ticket.id), message_id, to: to_queue },
  ],
})

/** A ticket that staff open by writing to a customer first. */
export const ticketOpenedFor = defineAction<MessageFact>({
  ...ticketAction,
  name: 'opened_for_customer',
  phrase: 'opened {the ticket} by writing to its customer',
  sentence: 'wrote to you',
  notify: ({ ticket, message_id }) => [
    { kind: messageKind, subject: ticketSubject(ticket.id), message_id, to: [ticket.customer_id] },
  ],
})

export const noteWritten = defineAction<AddressedMessage>({
  ...staffAction,
  ...messageAction,
  name: 'noted',
  phrase: 'wrote {an internal note}',
  thing: 'internal note',
  notify: ({ ticket, message_id, to }) => [{ kind: mentionKind, subject: ticketSubject(ticket.id), message_id, to }],
})

const edited = ({ ticket, to }: AddressedFact, message_id: number | null) => [
  { kind: editedKind, subject: ticketSubject(ticket.id), message_id, to },
]

export const titleEdited = defineAction<ChangeFact & AddressedFact>({
  ...ticketAction,
  ...change,
  name: 'edited',
  phrase: 'edited {the text}',
  notify: (fact) => edited(fact, null),
})

interface MessageEditFact extends AddressedMessage {
  /** Whether the title was edited too: its action then notifies about both. */
  with_title: boolean
}

export const messageEdited = defineAction<MessageEditFact>({
  ...ticketAction,
  ...messageAction,
  name: 'edited',
  phrase: 'edited {the text}',
  notify: (fact) => (fact.with_title ? [] : edited(fact, fact.message_id)),
})
