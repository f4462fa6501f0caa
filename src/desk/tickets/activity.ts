import type { Context } from '#context'
import { type AccountIds, defineAction, type Fact } from '#platform/activity/action.ts'
import { assignedKind, escalatedKind, statusKind, unassignedKind } from './notification-kinds.ts'
import { staffTopics, ticketSubject, ticketTopics } from './topics.ts'

export interface TicketFact extends Fact {
  ticket: { id: number; customer_id: number; assistant_id: number | null }
}

export const ticketAction = {
  entity: 'ticket',
  entityId: ({ ticket }: TicketFact) => ticket.id,
  topics: ({ ticket }: TicketFact) => ticketTopics(ticket),
} as const

/** What only staff see of a ticket. */
export const staffAction = { ...ticketAction, topics: ({ ticket }: TicketFact) => staffTopics(ticket) } as const

export const messageAction = { entity: 'message', entityId: ({ message_id }: MessageFact) => message_id } as const

export interface MessageFact extends TicketFact {
  message_id: number
}

export interface ByPerson extends TicketFact {
  actor_id: number
}

/** The author of a System line is who did it; only closing and reopening are a customer's to do. */
const line =
  (action: 'closed' | 'reopened' | 'claimed' | 'taken_over') =>
  ({ ticket, actor_id }: ByPerson) => ({
    ticket_id: ticket.id,
    author_id: actor_id,
    action,
    from_staff: action === 'claimed' || action === 'taken_over' || actor_id !== ticket.customer_id,
  })

interface StatusFact extends ByPerson {
  /** Whether the ticket was like that already. */
  unchanged?: boolean
}

const status = (fact: TicketFact, message_id: number | null) => [
  {
    kind: statusKind,
    subject: ticketSubject(fact.ticket.id),
    message_id,
    to: [fact.ticket.customer_id, fact.ticket.assistant_id],
  },
]

export const ticketOpened = defineAction<TicketFact>({ ...ticketAction, name: 'opened', phrase: 'opened {the ticket}' })

export const ticketClosed = defineAction<StatusFact>({
  ...ticketAction,
  name: 'closed',
  phrase: 'closed {the ticket}',
  before: ({ unchanged }) => ({ status: unchanged ? 'closed' : 'open' }),
  after: () => ({ status: 'closed' }),
  line: line('closed'),
  notify: (fact, line_id) => (fact.unchanged ? [] : status(fact, line_id)),
})

export const ticketReopened = defineAction<StatusFact>({
  ...ticketAction,
  name: 'reopened',
  phrase: 'opened {the ticket} again',
  before: ({ unchanged }) => ({ status: unchanged ? 'open' : 'closed' }),
  after: () => ({ status: 'open' }),
  line: line('reopened'),
  notify: (fact, line_id) => (fact.unchanged ? [] : status(fact, line_id)),
})

/** The ticket as it was before. */
export const ticketClaimed = defineAction<ByPerson>({
  ...ticketAction,
  name: 'claimed',
  phrase: 'claimed {the ticket}',
  before: ({ ticket }) => ({ assistant_id: ticket.assistant_id }),
  after: ({ actor_id }) => ({ assistant_id: actor_id }),
  line: (fact) => line([null, fact.actor_id].includes(fact.ticket.assistant_id) ? 'claimed' : 'taken_over')(fact),
  notify: ({ ticket }) => [{ kind: unassignedKind, subject: ticketSubject(ticket.id), to: [ticket.assistant_id] }],
})

interface AssignmentFact extends ByPerson {
  assistant_id: number
}

/** The ticket as it was before. */
export const ticketAssigned = defineAction<AssignmentFact>({
  ...ticketAction,
  name: 'assigned',
  phrase: 'handed {the ticket} over',
  before: ({ ticket }) => ({ assistant_id: ticket.assistant_id }),
  after: ({ assistant_id }) => ({ assistant_id }),
  line: ({ ticket, actor_id, assistant_id }) => ({
    ticket_id: ticket.id,
    author_id: actor_id,
    action: 'assigned',
    from_staff: true,
    subject_id: assistant_id,
  }),
  notify: ({ ticket, assistant_id }) => [
    { kind: assignedKind, subject: ticketSubject(ticket.id), to: [assistant_id] },
    { kind: unassignedKind, subject: ticketSubject(ticket.id), to: [ticket.assistant_id] },
  ],
})

interface ReleaseFact extends TicketFact {
  ticket: { id: number; customer_id: number; assistant_id: number }
}

/** The ticket as it was before; whoever had it is the author of the line, also when somebody else took it away. */
export const ticketReleased = defineAction<ReleaseFact>({
  ...ticketAction,
  name: 'released',
  phrase: 'gave {the ticket} back to the queue',
  before: ({ ticket }) => ({ assistant_id: ticket.assistant_id }),
  after: () => ({ assistant_id: null }),
  line: ({ ticket }) => ({
    ticket_id: ticket.id,
    author_id: ticket.assistant_id,
    action: 'released',
    from_staff: true,
  }),
})

export interface ChangeFact extends TicketFact {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

const change = { before: ({ before }: ChangeFact) => before, after: ({ after }: ChangeFact) => after } as const

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

export const titleEdited = defineAction<ChangeFact>({
  ...ticketAction,
  ...change,
  name: 'edited',
  phrase: 'edited {the text}',
})

export const messageEdited = defineAction<MessageFact>({
  ...ticketAction,
  ...messageAction,
  name: 'edited',
  phrase: 'edited {the text}',
})

export interface AddressedFact extends TicketFact {
  to: AccountIds | ((ctx: Context) => Promise<AccountIds>)
}

export const ticketEscalated = defineAction<AddressedFact>({
  ...staffAction,
  name: 'escalated',
  phrase: 'marked {the ticket} as waiting too long',
  before: () => ({ escalated: false }),
  after: () => ({ escalated: true }),
  notify: ({ ticket, to }) => [{ kind: escalatedKind, subject: ticketSubject(ticket.id), to }],
})

export const ticketActions = [
  ticketOpened,
  titleEdited,
  ticketClaimed,
  ticketReleased,
  ticketAssigned,
  ticketClosed,
  ticketReopened,
  priorityChanged,
  tagsChanged,
  ticketEscalated,
]
