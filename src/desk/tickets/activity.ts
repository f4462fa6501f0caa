import type { Context } from '#context'
import { type AccountIds, defineAction, type Fact } from '#platform/activity/action.ts'
import { assignedKind, openedKind, reopenedKind, statusKind, unassignedKind } from './notification-kinds.ts'
import { staffTopics, ticketSubject, ticketTopics } from './topics.ts'
import { customersOf, isCustomerOf } from './visibility.ts'

export interface TicketFact extends Fact {
  ticket: { id: number; customer_id: number; participant_ids: readonly number[]; assistant_id: number | null }
}

export const ticketAction = {
  entity: 'ticket',
  entityId: ({ ticket }: TicketFact) => ticket.id,
  topics: ({ ticket }: TicketFact) => ticketTopics(ticket),
} as const

/** For actions on internal data, which only staff see. */
export const staffAction = { ...ticketAction, topics: ({ ticket }: TicketFact) => staffTopics(ticket) } as const

export const messageAction = { entity: 'message', entityId: ({ message_id }: MessageFact) => message_id } as const

export interface MessageFact extends TicketFact {
  message_id: number
}

export interface AddressedFact extends TicketFact {
  to: AccountIds | ((ctx: Context) => Promise<AccountIds>)
}

export interface ByPerson extends TicketFact {
  actor_id: number
}

/** A System line of anybody, who may be a customer of the ticket. */
export const byAnyone = ({ ticket, actor_id }: ByPerson) => ({
  ticket_id: ticket.id,
  author_id: actor_id,
  from_staff: !isCustomerOf({ id: actor_id }, ticket),
})

/** A System line of staff. */
export const byStaff = ({ ticket, actor_id }: ByPerson) => ({
  ticket_id: ticket.id,
  author_id: actor_id,
  from_staff: true,
})

interface StatusFact extends ByPerson {
  /** Whether the ticket was in this state already. */
  unchanged?: boolean
}

const status = (fact: TicketFact, message_id: number | null) => [
  {
    kind: statusKind,
    subject: ticketSubject(fact.ticket.id),
    message_id,
    to: [...customersOf(fact.ticket), fact.ticket.assistant_id],
  },
]

export const ticketOpened = defineAction<MessageFact & AddressedFact>({
  ...ticketAction,
  name: 'opened',
  phrase: 'opened {the ticket}',
  notify: ({ ticket, message_id, to }) => [{ kind: openedKind, subject: ticketSubject(ticket.id), message_id, to }],
})

export const ticketClosed = defineAction<StatusFact>({
  ...ticketAction,
  name: 'closed',
  phrase: 'closed {the ticket}',
  before: ({ unchanged }) => ({ status: unchanged ? 'closed' : 'open' }),
  after: () => ({ status: 'closed' }),
  line: { text: 'closed this ticket', of: byAnyone },
  sentence: 'closed the ticket',
  notify: (fact, line_id) => (fact.unchanged ? [] : status(fact, line_id)),
})

interface ReopeningFact extends StatusFact {
  /** Who is notified besides the people of the ticket. Left out if nothing changed, or a message notifies them. */
  to?: AddressedFact['to']
}

export const ticketReopened = defineAction<ReopeningFact>({
  ...ticketAction,
  name: 'reopened',
  phrase: 'reopened {the ticket}',
  before: ({ unchanged }) => ({ status: unchanged ? 'open' : 'closed' }),
  after: () => ({ status: 'open' }),
  line: { text: 'reopened this ticket', of: byAnyone },
  sentence: 'reopened the ticket',
  icon: 'rotate-ccw',
  notify: (fact, message_id) => {
    const { ticket, to } = fact
    return to
      ? [...status(fact, message_id), { kind: reopenedKind, subject: ticketSubject(ticket.id), message_id, to }]
      : []
  },
})

/** `ticket` is the state before. */
export const ticketClaimed = defineAction<ByPerson>({
  ...ticketAction,
  name: 'claimed',
  phrase: 'claimed {the ticket}',
  before: ({ ticket }) => ({ assistant_id: ticket.assistant_id }),
  after: ({ actor_id }) => ({ assistant_id: actor_id }),
  line: { text: 'claimed this ticket', of: byStaff },
  sentence: 'took over your ticket',
})

/** The same for a ticket that a colleague had claimed. */
export const ticketTakenOver = defineAction<ByPerson>({
  ...ticketClaimed,
  line: { name: 'taken_over', text: 'took this ticket over', of: byStaff },
  notify: ({ ticket }) => [{ kind: unassignedKind, subject: ticketSubject(ticket.id), to: [ticket.assistant_id] }],
})

interface AssignmentFact extends ByPerson {
  assistant_id: number
}

/** `ticket` is the state before. */
export const ticketAssigned = defineAction<AssignmentFact>({
  ...ticketAction,
  name: 'assigned',
  phrase: 'handed {the ticket} over',
  before: ({ ticket }) => ({ assistant_id: ticket.assistant_id }),
  after: ({ assistant_id }) => ({ assistant_id }),
  line: {
    text: 'assigned this ticket to {a colleague}',
    of: (fact) => ({ ...byStaff(fact), subject_id: fact.assistant_id }),
  },
  notify: ({ ticket, assistant_id }) => [
    { kind: assignedKind, subject: ticketSubject(ticket.id), to: [assistant_id] },
    { kind: unassignedKind, subject: ticketSubject(ticket.id), to: [ticket.assistant_id] },
  ],
})

export interface ChangeFact extends TicketFact {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

export const change = { before: ({ before }: ChangeFact) => before, after: ({ after }: ChangeFact) => after } as const

export const priorityChanged = defineAction<ChangeFact>({
  ...staffAction,
  ...change,
  name: 'priority_changed',
  phrase: 'changed the priority of {the ticket}',
})

export const tagsChanged = defineAction<ChangeFact>({
  ...staffAction,
  ...change,
  name: 'tags_changed',
  phrase: 'changed the tags of {the ticket}',
})
