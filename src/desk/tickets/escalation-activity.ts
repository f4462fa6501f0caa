import { defineAction } from '#platform/activity/action.ts'
import { type AddressedFact, staffAction, type TicketFact } from './activity.ts'
import { escalatedKind } from './notification-kinds.ts'
import { ticketSubject } from './topics.ts'

const marked = { escalated: true }
const unmarked = { escalated: false }

export const ticketEscalated = defineAction<AddressedFact>({
  ...staffAction,
  name: 'escalated',
  phrase: 'escalated {the ticket}',
  before: () => unmarked,
  after: () => marked,
  notify: ({ ticket, to }) => [{ kind: escalatedKind, subject: ticketSubject(ticket.id), to }],
})

export const ticketDeescalated = defineAction<TicketFact>({
  ...staffAction,
  name: 'deescalated',
  phrase: 'ended the escalation of {the ticket}',
  before: () => marked,
  after: () => unmarked,
})
