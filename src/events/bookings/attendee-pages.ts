import { z } from 'zod'
import type { Context } from '#context'
import { invitedPerson } from '#events/events/invitation-json.ts'
import { invitedTo } from '#events/events/invitation-lists.ts'
import { invite, withdrawInvitation } from '#events/events/invitations.ts'
import { eventModel, money } from '#events/events/models.ts'
import { contactRefusal } from '#events/events/policy.ts'
import { invitationForm } from '#events/events/schemas.ts'
import { counted } from '#lib/counted.ts'
import { formatTime } from '#lib/format-time.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, textFile, view } from '#platform/http/answer.ts'
import { emptyBody, idParams, idText } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { withReasonAt } from '#platform/pages/forms.ts'
import { address, type List, nextAddress, type Positions, positions, queryOf } from './attendee-addresses.ts'
import { attendeesCsv } from './attendees-csv.ts'
import { markPaid } from './bookings.ts'
import { type BookedPlace, readAttendees, readPayments, readWaiting } from './lists.ts'
import { type PlaceChoice, placeChoices } from './place-choices.ts'
import { placeLines } from './place-lines.ts'
import { paymentForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/attendees': {
      event: ReturnType<typeof eventModel>
      rows: {
        id: number
        person: Person
        may_contact: boolean
        is_paid: boolean
        booked: ReturnType<typeof formatTime>
        places: ReturnType<typeof placeLines>
        choices: PlaceChoice[]
      }[]
      waiting: { id: number; person: Person; places: number; type: string | null; offered: boolean }[]
      invited: { id: number; email: string | null; person: Person | null; state: string; mail_refused: boolean }[]
      form: DraftForm
      /** Whether an invitation by address is mailed, in words. */
      mail_promise: string
      /** A refused removal, with what was typed. */
      removal: { id: number; form: Form } | null
      /** The position of the next page of each list. */
      next: Record<List, string | null>
      q: string
      /** "12 places, €150"; null where nothing is to be paid. */
      payments: { paid: string; unpaid: string } | null
      /** The query of the address; empty if all lists are shown from their beginning. */
      query: string
    }
  }
}

interface EventCall {
  ctx: Context
  actor: Actor
  params: { id: number }
}

const rowsOfPage = 100

/** The draft's place. */
const invitationPlaceOf = (id: number) => `event-${id}-invitations`

interface Refused {
  form?: Form
  removal?: { id: number; form: Form }
}

async function attendeesPage(
  { ctx, actor, params }: EventCall,
  here: Positions = {},
  { form: refused, removal }: Refused = {},
): Promise<Answer> {
  // The list starts at the booking that could not be cancelled.
  const shown = removal ? { ...here, q: undefined, after: removal.id - 1 } : here
  const wanted = { limit: rowsOfPage, after: shown.after, q: shown.q }
  const { event, questions, rows, places, next } = await readAttendees(ctx, actor, params.id, wanted)
  const lineOf = ({ type_name, holder, used_at, answers }: BookedPlace) => ({
    ...{ type_name, used_at, holder_name: holder?.display_name ?? null },
    answers: questions.flatMap(({ id, label }) => (answers.has(id) ? { label, answer: answers.get(id) ?? '' } : [])),
  })
  const waiting = await readWaiting(ctx, params.id, rowsOfPage, shown.waiting_after)
  const invited = await invitedTo(ctx, params.id, rowsOfPage, shown.invited_after)
  const form = await formWithDraft(ctx, actor, invitationPlaceOf(params.id), refused)
  return view(
    'events/attendees',
    `Attendees of ${event.title}`,
    {
      event: eventModel(ctx, actor, event, []),
      rows: rows.map((row) => ({
        ...{ id: row.id, person: personOf({ ...row, id: row.account_id }), is_paid: row.paid_at !== null },
        may_contact: contactRefusal(ctx, actor, personOf({ ...row, id: row.account_id })) === null,
        booked: formatTime(ctx, row.booked_at),
        places: placeLines((places.get(row.id) ?? []).map(lineOf)),
        choices: placeChoices(places.get(row.id) ?? [], questions, removal?.id === row.id ? removal.form : undefined),
      })),
      waiting: waiting.rows.map((one) => ({
        ...{ id: one.id, places: one.places, type: one.type_name, offered: one.state === 'offered' },
        person: personOf({ ...one, id: one.account_id }),
      })),
      invited: invited.rows.map((one) => ({
        ...{ id: one.id, email: one.email, person: invitedPerson(one), state: one.state },
        mail_refused: one.refused_at !== null,
      })),
      form,
      mail_promise: mailPromises(ctx).eventInvitations,
      removal: removal ?? null,
      next: {
        booked: nextAddress(params.id, 'booked', shown, next),
        waiting: nextAddress(params.id, 'waiting', shown, waiting.next),
        invited: nextAddress(params.id, 'invited', shown, invited.next),
      },
      ...{ q: shown.q ?? '', payments: paymentsModel(ctx, await readPayments(ctx, actor, params.id)) },
      query: queryOf(here),
    },
    { live: `/live?event=${params.id}` },
  )
}

function paymentsModel(ctx: Context, { paid, unpaid }: Awaited<ReturnType<typeof readPayments>>) {
  if (paid.cents + unpaid.cents === 0) return null
  const text = ({ places, cents }: typeof paid) =>
    [counted(places, 'place'), cents > 0 && money(ctx, cents)].filter(Boolean).join(', ')
  return { paid: text(paid), unpaid: text(unpaid) }
}

export const refusedRemoval = (call: EventCall, here: Positions, removal: { id: number; form: Form }) =>
  attendeesPage(call, here, { removal })

/** The message is stored in a cookie: further names are only counted. */
const mostNamed = 5

function invitedText(ctx: Context, count: number, already: string[]): string {
  const others = already.length - mostNamed
  const names = already.slice(0, mostNamed).join(', ') + (others > 0 ? ` and ${others} more` : '')
  return [count > 0 && mailPromises(ctx).eventInvited(count), already.length > 0 && `Already invited: ${names}.`]
    .filter(Boolean)
    .join(' ')
}

const invitationParams = z.object({ ...idParams.shape, invitation: idText() })

export const attendeePages = [
  page.get('/events/:id/attendees', { for: 'member', params: idParams, query: positions }, (call) =>
    attendeesPage(call, call.query),
  ),
  page.get(
    '/events/:id/attendees.csv',
    { for: 'member', heavy: true, params: idParams },
    async ({ ctx, actor, params }) => {
      const text = attendeesCsv(ctx, actor, params.id)
      return textFile({ filename: `attendees-${params.id}.csv`, type: 'text/csv', text, log: ctx.log })
    },
  ),
  page.post(
    '/events/:id/invitations',
    {
      for: 'member',
      params: idParams,
      body: invitationForm,
      refused: (call, form, { message }) =>
        attendeesPage(call, undefined, { form: withReasonAt('who', form, message) }),
    },
    async ({ ctx, actor, params, body }) => {
      const { invited, already } = await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, invitationPlaceOf(params.id))
        return invite(ctx, actor, params.id, body.who)
      })
      return seeOther(address(params.id), invitedText(ctx, invited.length, already))
    },
  ),
  page.post(
    '/events/:id/invitations/:invitation/withdrawal',
    { for: 'member', params: invitationParams, query: positions, body: emptyBody },
    async ({ ctx, actor, params, query }) => {
      await withdrawInvitation(ctx, actor, params.id, params.invitation)
      return seeOther(address(params.id, query), 'The invitation is withdrawn.')
    },
  ),
  page.post(
    '/bookings/:id/payment',
    { for: 'member', params: idParams, query: positions, body: paymentForm },
    async ({ ctx, actor, params, query, body }) => {
      const { event_id } = await markPaid(ctx, actor, params.id, body.paid)
      const back = body.door === undefined ? address(event_id, query) : `/doors/${body.door}`
      return seeOther(back, body.paid ? 'Marked as paid.' : 'Marked as not paid.')
    },
  ),
]
