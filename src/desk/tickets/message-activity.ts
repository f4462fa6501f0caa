import { defineAction } from '#platform/activity/action.ts'
import { type AddressedFact, type MessageFact, messageAction, staffAction, ticketAction } from './activity.ts'
import { mentionKind, messageKind } from './notification-kinds.ts'
import { ticketSubject } from './topics.ts'

type AddressedMessage = MessageFact & AddressedFact

export const messageWritten = defineAction<AddressedMessage>({
  ...ticketAction,
  ...messageAction,
  name: 'written',
  phrase: 'wrote {a message}',
  notify: ({ ticket, message_id, to }) => [{ kind: messageKind, subject: ticketSubject(ticket.id), message_id, to }],
})

export const noteWritten = defineAction<AddressedMessage>({
  ...staffAction,
  ...messageAction,
  name: 'noted',
  phrase: 'wrote {an internal note}',
  thing: 'internal note',
  notify: ({ ticket, message_id, to }) => [{ kind: mentionKind, subject: ticketSubject(ticket.id), message_id, to }],
})
