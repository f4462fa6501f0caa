import { created } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { openedJson } from './json.ts'
import { openOnBehalf } from './outreach.ts'
import { ticketForCustomer } from './schemas.ts'

export const outreachApi = [
  api.post(
    '/tickets/for-customer',
    {
      summary: 'Open a ticket for a customer who has called or is at the desk, and claim it',
      scope: 'tickets',
      for: 'staff',
      body: ticketForCustomer,
      answers: { 201: openedJson },
    },
    async ({ ctx, actor, body }) => {
      const ticket = await openOnBehalf(ctx, actor, body)
      return created(`/api/v1/tickets/${ticket.ticket_id}`, ticket)
    },
  ),
]
