import { defineAction } from '#platform/activity/action.ts'
import { type MessageFact, messageAction, staffAction, type ToldFact, ticketAction } from './activity.ts'

type ToldMessage = MessageFact & ToldFact

export const messageWritten = defineAction<ToldMessage>({
  ...ticketAction,
  ...messageAction,
  name: 'written',
  phrase: 'wrote {a message}',
  notify: ({ ticket, message_id, to }) => [{ kind: 'message', ticket_id: ticket.id, message_id, to }],
})

export const noteWritten = defineAction<ToldMessage>({
  ...staffAction,
  ...messageAction,
  name: 'noted',
  phrase: 'wrote {an internal note}',
  notify: ({ ticket, message_id, to }) => [{ kind: 'mention', ticket_id: ticket.id, message_id, to }],
})

export const messageActions = [messageWritten, noteWritten]
