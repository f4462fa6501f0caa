import { defineAction } from '#platform/activity/action.ts'
import { type AddressedFact, type MessageFact, messageAction, staffAction, ticketAction } from './activity.ts'

type AddressedMessage = MessageFact & AddressedFact

export const messageWritten = defineAction<AddressedMessage>({
  ...ticketAction,
  ...messageAction,
  name: 'written',
  phrase: 'wrote {a message}',
  notify: ({ ticket, message_id, to }) => [{ kind: 'message', ticket_id: ticket.id, message_id, to }],
})

export const noteWritten = defineAction<AddressedMessage>({
  ...staffAction,
  ...messageAction,
  name: 'noted',
  phrase: 'wrote {an internal note}',
  notify: ({ ticket, message_id, to }) => [{ kind: 'mention', ticket_id: ticket.id, message_id, to }],
})

export const messageActions = [messageWritten, noteWritten]
