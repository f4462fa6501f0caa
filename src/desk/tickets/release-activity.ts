import { defineAction } from '#platform/activity/action.ts'
import { type AddressedFact, type ByPerson, byStaff, type TicketFact, ticketAction } from './activity.ts'
import { releasedKind, unassignedKind } from './notification-kinds.ts'
import { ticketSubject } from './topics.ts'

interface ReleaseFact extends TicketFact {
  ticket: TicketFact['ticket'] & { assistant_id: number }
  /** Who is notified that it is in the queue; left out if it is one of many, or waits for nobody. */
  to?: AddressedFact['to']
}

const waitsInQueue = ({ ticket, to = [] }: ReleaseFact) => ({
  kind: releasedKind,
  subject: ticketSubject(ticket.id),
  to,
})

/** The ticket as it was before. Its former assistant is the author of the line, whoever took it away. */
export const ticketReleased = defineAction<ReleaseFact>({
  ...ticketAction,
  name: 'released',
  phrase: 'gave {the ticket} back to the queue',
  before: ({ ticket }) => ({ assistant_id: ticket.assistant_id }),
  after: () => ({ assistant_id: null }),
  line: { text: 'released this ticket', of: ({ ticket }) => byStaff({ ticket, actor_id: ticket.assistant_id }) },
  sentence: 'gave the ticket back to the queue',
  notify: (fact) => [waitsInQueue(fact)],
})

/** The same, by a colleague who does not have the ticket. */
export const ticketUnassigned = defineAction<ReleaseFact & ByPerson>({
  ...ticketReleased,
  line: { name: 'unassigned', text: 'gave this ticket back to the queue', of: byStaff },
  notify: (fact) => [
    { kind: unassignedKind, subject: ticketSubject(fact.ticket.id), to: [fact.ticket.assistant_id] },
    waitsInQueue(fact),
  ],
})
