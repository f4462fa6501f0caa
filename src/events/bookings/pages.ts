import { z } from 'zod'
import type { Context } from '#context'
import type { DomainError } from '#errors'
import { declineInvitation } from '#events/events/invitation-answers.ts'
import { whenModel } from '#events/events/models.ts'
import { mayCreate } from '#events/events/policy.ts'
import { joinWaitingList, leaveWaitingList } from '#events/events/waiting-list.ts'
import { buyerOf } from '#events/passes/json.ts'
import { handedTo, type OwnPass } from '#events/passes/passes.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { cursorField, writeCursor } from '#platform/http/pagination.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withFields, withReason } from '#platform/pages/forms.ts'
import { bookPlaces } from './bookings.ts'
import { addressAfterLeaving, bookingPage, bookingPlaceOf, eventPage } from './event-page.ts'
import { bookingsOf, type OwnBooking } from './lists.ts'
import { bookingForm, bookingPageQuery, fieldInForm, mostPlaces, waitingForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/bookings': {
      rows: ReturnType<typeof ownModel>[]
      /** Places that others have booked and handed over to this person. */
      handed: ReturnType<typeof handedModel>[]
      past: boolean
      next: string | null
      next_handed: string | null
      may_create: boolean
    }
  }
}

export const address = (id: number) => `/events/${id}`

const ownModel = (ctx: Context, booking: OwnBooking) => ({
  id: booking.id,
  event_id: booking.event_id,
  title: booking.title,
  location: booking.location,
  when: whenModel(ctx, booking),
  places: booking.places,
  is_paid: booking.paid_at !== null,
  is_cancelled: booking.cancelled_at !== null,
  cancel_reason: booking.cancel_reason,
  event_cancelled: booking.event_cancelled_at !== null,
  has_passes: booking.cancelled_at === null && booking.event_cancelled_at === null && booking.ends_at > ctx.clock.now(),
  can_cancel:
    booking.cancelled_at === null && booking.event_cancelled_at === null && booking.starts_at > ctx.clock.now(),
})

const handedModel = (ctx: Context, pass: OwnPass) => ({
  id: pass.id,
  title: pass.title,
  location: pass.location,
  when: whenModel(ctx, pass),
  from: buyerOf(pass).display_name,
})

interface EventCall {
  ctx: Context
  actor: Actor
  params: { id: number }
}

const isOfPlace = (field: string) => /^(type|answer)_\d/.test(field)

/** After an error shows the form with what was typed: on the event's page if it has no questions. */
async function showRefused({ ctx, actor, params }: EventCall, sent: Form, { message }: DomainError): Promise<Answer> {
  const form = { ...sent, errors: sent.errors.map((error) => ({ ...error, field: fieldInForm(error.field) })) }
  const shown = withReason(form, message)
  const quantity = Math.min(mostPlaces, Math.max(1, Math.trunc(Number(form.values.quantity)) || 1))
  const asks = Object.keys(form.values).some(isOfPlace)
  const type_id = Number(form.values.type_id) || null
  return asks || form.errors.some(({ field }) => field.startsWith('answer_'))
    ? bookingPage(ctx, actor, params.id, { quantity, type_id }, withFields(shown, isOfPlace))
    : eventPage(ctx, actor, params.id, shown)
}

const eventForm = {
  for: 'member' as const,
  params: idParams,
  refused: ({ ctx, actor, params }: EventCall, form: Form, { message }: DomainError) =>
    eventPage(ctx, actor, params.id, withReason(form, message)),
}

export const bookingPages = [
  page.get('/events/:id', { for: 'anyone', params: idParams }, ({ ctx, actor, params }) =>
    eventPage(ctx, actor, params.id),
  ),
  page.get(
    '/events/:id/booking',
    { for: 'member', params: idParams, query: bookingPageQuery },
    ({ ctx, actor, params, query }) => bookingPage(ctx, actor, params.id, query),
  ),
  page.post(
    '/events/:id/bookings',
    { for: 'member', params: idParams, body: bookingForm, refused: showRefused },
    async ({ ctx, actor, params, body }) => {
      // Outside of the form's transaction, which would undo the counting of refused tries.
      await bookPlaces(ctx, actor, params.id, body)
      await endDraft(ctx, actor.id, bookingPlaceOf(params.id))
      const { length } = body.places
      return seeOther(address(params.id), length === 1 ? 'Your place is booked.' : `Your ${length} places are booked.`)
    },
  ),
  page.post('/events/:id/waiting-list', { ...eventForm, body: waitingForm }, async ({ ctx, actor, params, body }) => {
    await joinWaitingList(ctx, actor, params.id, { places: body.quantity, type_id: body.type_id })
    return seeOther(address(params.id), 'You are on the waiting list. We will tell you as soon as a place is free.')
  }),
  page.post('/events/:id/waiting-list/removal', { ...eventForm, body: emptyBody }, async ({ ctx, actor, params }) => {
    await leaveWaitingList(ctx, actor, params.id)
    return seeOther(await addressAfterLeaving(ctx, actor, params.id), 'You are no longer on the waiting list.')
  }),
  page.post('/events/:id/invitation/decline', { ...eventForm, body: emptyBody }, async ({ ctx, actor, params }) => {
    await declineInvitation(ctx, actor, params.id)
    return seeOther(address(params.id), 'You have declined the invitation.')
  }),
  page.get(
    '/bookings',
    {
      for: 'member',
      query: z.object({
        past: z.literal('yes', 'This is "yes" or left out.').optional(),
        cursor: cursorField,
        handed_cursor: cursorField,
      }),
    },
    async ({ ctx, actor, query }) => {
      const past = query.past === 'yes'
      const { cursor, handed_cursor } = query
      // The two lists are paged separately.
      const here = {
        ...(past && { past: 'yes' }),
        ...(cursor && { cursor: writeCursor(cursor) }),
        ...(handed_cursor && { handed_cursor: writeCursor(handed_cursor) }),
      }
      const { rows, next } = await bookingsOf(ctx, actor, actor.id, { past, limit: 25, cursor })
      const handed = past ? { rows: [], next: null } : await handedTo(ctx, actor, 25, handed_cursor)
      return view('events/bookings', past ? 'My past bookings' : 'My bookings', {
        rows: rows.map((row) => ownModel(ctx, row)),
        handed: handed.rows.map((pass) => handedModel(ctx, pass)),
        past,
        next: next && `/bookings?${new URLSearchParams({ ...here, cursor: next })}`,
        next_handed: handed.next && `/bookings?${new URLSearchParams({ ...here, handed_cursor: handed.next })}`,
        may_create: mayCreate(ctx, actor),
      })
    },
  ),
]
