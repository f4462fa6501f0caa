import { ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { contactAttendee, contactHost } from './contact.ts'
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
    { ...form, summary: 'Write to whoever has booked; for the host and staff' },
    async ({ ctx, actor, params, body }) => ok(await contactAttendee(ctx, actor, params.id, body.message)),
  ),
]
