import { z } from 'zod'
import { getTicket } from '#desk/tickets/tickets.ts'
import { answerEvent } from '#events/events/api.ts'
import { eventJson } from '#events/events/json.ts'
import { ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { contactAttendee, contactHost } from './contact.ts'
import { findTicketEvent } from './queries.ts'
import { contact, contactedJson } from './schemas.ts'

const form = { for: 'member', params: idParams, body: contact, answers: { 200: contactedJson } } as const

export const contactApi = [
  api.post(
    '/events/:id/contact',
    { ...form, summary: 'Write to an event’s host: in a ticket about it where staff run it, else in a conversation' },
    async ({ ctx, actor, params, body }) => ok(await contactHost(ctx, actor, params.id, body.message)),
  ),
  api.post(
    '/bookings/:id/contact',
    { ...form, summary: 'Write to somebody who has booked; for the host and staff' },
    async ({ ctx, actor, params, body }) => ok(await contactAttendee(ctx, actor, params.id, body.message)),
  ),
  api.get(
    '/tickets/:id/event',
    {
      summary: 'The event that a ticket is about; null for most tickets',
      for: 'staff',
      params: idParams,
      answers: { 200: z.object({ event: eventJson.nullable() }) },
    },
    async ({ ctx, actor, params }) => {
      const { id } = await getTicket(ctx, actor, params.id)
      const event = await findTicketEvent(ctx, id)
      return ok({ event: event ? await answerEvent(ctx, actor, event.id) : null })
    },
  ),
]
