import type { z } from 'zod'
import type { Context } from '#context'
import { openAndRunCommands, refuseNames } from '#desk/tickets/reply-box.ts'
import { whenModel } from '#events/events/models.ts'
import type { HostedEvent } from '#events/events/queries.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Person } from '#platform/identity/people.ts'
import { withReason } from '#platform/pages/forms.ts'
import { type Contacted, getContactableAttendee, getContactableHost, isByTicket, writeAbout } from './contact.ts'
import { contactForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/contact': {
      form: DraftForm
      action: string
      back: string
      name: string
      title: string
      when: ReturnType<typeof whenModel>
      by_ticket: boolean
    }
  }
}

/** The draft's place. */
const hostPlaceOf = (id: number) => `event-${id}-contact`
const attendeePlaceOf = (id: number) => `booking-${id}-contact`

async function hostPage(ctx: Context, actor: Actor, id: number, refused?: Form): Promise<Answer> {
  const { event, host } = await getContactableHost(ctx, actor, id)
  const form = await formWithDraft(ctx, actor, hostPlaceOf(id), refused, { message: '' })
  return view('events/contact', `Write to ${host.display_name}`, {
    ...{ form, action: `/events/${id}/contact`, back: `/events/${id}`, name: host.display_name, title: event.title },
    ...{ when: whenModel(ctx, event), by_ticket: isByTicket(actor, host) },
  })
}

async function attendeePage(ctx: Context, actor: Actor, id: number, refused?: Form): Promise<Answer> {
  const { event, person } = await getContactableAttendee(ctx, actor, id)
  const form = await formWithDraft(ctx, actor, attendeePlaceOf(id), refused, { message: '' })
  const name = person.display_name
  return view('events/contact', `Write to ${name}`, {
    ...{ form, action: `/bookings/${id}/contact`, back: `/events/${event.id}/attendees`, name, title: event.title },
    ...{ when: whenModel(ctx, event), by_ticket: isByTicket(actor, person) },
  })
}

/** Messages of staff go to a customer, as in a ticket. */
async function refuseNamesOf(ctx: Context, actor: Actor, { message, to_customer }: z.output<typeof contactForm>) {
  if (actor.is_staff && !to_customer) await refuseNames(ctx, message)
}

const whereTo = ({ ticket_id, conversation_id }: Contacted) =>
  ticket_id === null ? `/conversations/${conversation_id}` : `/tickets/${ticket_id}`

async function send(
  ctx: Context,
  actor: Actor,
  event: HostedEvent,
  to: Person,
  typed: z.output<typeof contactForm>,
): Promise<Answer> {
  await refuseNamesOf(ctx, actor, typed)
  const write = (ctx: Context, message: string) => writeAbout(ctx, actor, event, to, message)
  if (!isByTicket(actor, to)) return seeOther(whereTo(await write(ctx, typed.message)))
  const { opened, done } = await openAndRunCommands(ctx, actor, typed.message, write)
  return seeOther(whereTo(opened), done)
}

const form = { for: 'member', params: idParams, body: contactForm } as const

export const contactPages = [
  page.get('/events/:id/contact', { for: 'member', params: idParams }, ({ ctx, actor, params }) =>
    hostPage(ctx, actor, params.id),
  ),
  page.post(
    '/events/:id/contact',
    {
      ...form,
      refused: ({ ctx, actor, params }, form, { message }) =>
        hostPage(ctx, actor, params.id, withReason(form, message)),
    },
    async ({ ctx, actor, params, body }) =>
      withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, hostPlaceOf(params.id))
        const { event, host } = await getContactableHost(ctx, actor, params.id)
        return send(ctx, actor, event, host, body)
      }),
  ),
  page.get('/bookings/:id/contact', { for: 'member', params: idParams }, ({ ctx, actor, params }) =>
    attendeePage(ctx, actor, params.id),
  ),
  page.post(
    '/bookings/:id/contact',
    {
      ...form,
      refused: ({ ctx, actor, params }, form, { message }) =>
        attendeePage(ctx, actor, params.id, withReason(form, message)),
    },
    async ({ ctx, actor, params, body }) =>
      withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, attendeePlaceOf(params.id))
        const { event, person } = await getContactableAttendee(ctx, actor, params.id)
        return send(ctx, actor, event, person, body)
      }),
  ),
]
