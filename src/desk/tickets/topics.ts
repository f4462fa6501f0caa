import type { Topic } from '#platform/live/live.ts'

interface TicketRef {
  id: number
  customer_id: number
  participant_ids: readonly number[]
}

export const ticketTopic = (id: number): Topic => `ticket:${id}`
/** The ticket as this participant sees it. */
export const participantTopic = (id: number, accountId: number): Topic => `${ticketTopic(id)}/${accountId}`
/** All tickets of a customer. */
export const customerTopic = (customerId: number): Topic => `${everyCustomer}${customerId}`
/** The prefix of the topics of all customers. */
export const everyCustomer = 'tickets-of:'
/** What only staff see, unless they are the ticket's customer. */
export const forStaff = (topic: Topic): Topic => `staff/${topic}`

/** For pages of staff. */
export const staffTopics = ({ id, customer_id }: TicketRef): Topic[] =>
  [ticketTopic(id), customerTopic(customer_id)].map(forStaff)

/** For every page that shows the ticket. */
export const ticketTopics = ({ id, customer_id, participant_ids }: TicketRef): Topic[] => [
  ticketTopic(id),
  customerTopic(customer_id),
  ...participant_ids.flatMap((account) => [participantTopic(id, account), customerTopic(account)]),
]

/** The subject of notifications and mails about a ticket. */
export const ticketSubject = (id: number) => ({ type: 'ticket', id })
