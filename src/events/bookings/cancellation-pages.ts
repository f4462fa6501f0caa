import type { Context } from '#context'
import { notFound } from '#errors'
import { getEvent, questionsOf } from '#events/events/events.ts'
import { whenModel } from '#events/events/models.ts'
import { counted } from '#lib/counted.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withFields, withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { address as attendeesAddress, positions } from './attendee-addresses.ts'
import { refusedRemoval } from './attendee-pages.ts'
import { getBooking } from './bookings.ts'
import { cancelBooking } from './cancellation.ts'
import { addressAfterLeaving, eventPage } from './event-page.ts'
import { placesOfBookings } from './lists.ts'
import { type PlaceChoice, placeChoices } from './place-choices.ts'
import { bookingCancellationForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/cancel-booking': {
      form: Form
      id: number
      places: PlaceChoice[]
      event_id: number
      title: string
      when: ReturnType<typeof whenModel>
    }
  }
}

interface BookingCall {
  ctx: Context
  actor: Actor
  params: { id: number }
}

/** Asks which places of the actor's booking to give back, on a separate page because it cannot be undone. */
async function cancellationPage({ ctx, actor, params }: BookingCall, refused?: Form): Promise<Answer> {
  const { id, event_id, account_id, cancelled_at } = await getBooking(ctx, actor, params.id)
  if (account_id !== actor.id) throw notFound('booking')
  const event = await getEvent(ctx, actor, event_id)
  const { title } = event
  // A booking that is already cancelled is not asked about again.
  if (cancelled_at !== null || event.cancelled_at !== null || event.starts_at <= ctx.clock.now())
    return refused ? eventPage(ctx, actor, event_id, refused) : seeOther(`/events/${event_id}`)
  const questions = await questionsOf(ctx, event_id)
  const booked = (await placesOfBookings(ctx, [id])).get(id) ?? []
  const places = placeChoices(booked, questions, refused)
  const form = refused ? withFields(refused, (field) => field === 'places') : emptyForm()
  const shown = { form, id, places, event_id, title, when: whenModel(ctx, event) }
  return view('events/cancel-booking', `Cancel your booking of ${title}`, shown)
}

export const cancellationPages = [
  page.get('/bookings/:id/cancellation', { for: 'member', params: idParams }, (call) => cancellationPage(call)),
  page.post(
    '/bookings/:id/cancellation',
    {
      for: 'member',
      params: idParams,
      query: positions,
      body: bookingCancellationForm,
      refused: async ({ ctx, actor, params, query }, form, { message }) => {
        const shown = withReason(form, message)
        const { event_id, account_id } = await getBooking(ctx, actor, params.id)
        if (account_id !== actor.id)
          return refusedRemoval({ ctx, actor, params: { id: event_id } }, query, { id: params.id, form: shown })
        return cancellationPage({ ctx, actor, params }, shown)
      },
    },
    async ({ ctx, actor, params, query, body }) => {
      const { event_id, account_id, cancelled_at, places: left } = await cancelBooking(ctx, actor, params.id, body)
      if (account_id !== actor.id) {
        const kept = `The attendee keeps ${counted(left, 'place')}, and is notified.`
        const done = cancelled_at === null ? kept : 'The booking is cancelled, and the attendee is notified.'
        return seeOther(attendeesAddress(event_id, query), done)
      }
      if (cancelled_at === null)
        return seeOther(`/events/${event_id}`, `Given back. You still have ${counted(left, 'place')} of this booking.`)
      return seeOther(await addressAfterLeaving(ctx, actor, event_id), 'Your booking is cancelled.')
    },
  ),
]
