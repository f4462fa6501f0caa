import type { Topic } from '#platform/live/live.ts'

interface TicketRef {
  id: number
  customer_id: number
}

export const ticketTopic = (id: number): Topic => `ticket:${id}`
/** All tickets of a customer. */
export const customerTopic = (customerId: number): Topic => `${everyCustomer}${customerId}`
/** How the topics of all customers begin. */
export const everyCustomer = 'tickets-of:'
/** What only staff see, and not somebody on staff who is the ticket's customer. */
export const forStaff = (topic: Topic): Topic => `staff/${topic}`

/** For every page that shows the ticket. */
export const ticketTopics = ({ id, customer_id }: TicketRef): Topic[] => [ticketTopic(id), customerTopic(customer_id)]

/** For the pages of staff alone. */
export const staffTopics = (ticket: TicketRef): Topic[] => ticketTopics(ticket).map(forStaff)

/** As notifications and mails name a ticket. */
export const ticketSubject = (id: number) => ({ type: 'ticket', id })
