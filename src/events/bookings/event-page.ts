import type { Context } from '#context'
import type { FieldError } from '#errors'
import { findEvent, getEvent, questionsOf, typesOf } from '#events/events/events.ts'
import { eventModel, money, questionModel } from '#events/events/models.ts'
import { readNotificationsOfEvent } from '#events/events/notification-subject.ts'
import { soldOut, tooMany } from '#events/events/places.ts'
import { maySeeNames } from '#events/events/policy.ts'
import { findOwnWait, type OwnWait } from '#events/events/waiting-list.ts'
import { formatTime } from '#lib/format-time.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, view } from '#platform/http/answer.ts'
import type { Form } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Person } from '#platform/identity/people.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { isText } from '#platform/pages/unsent-forms.ts'
import { namesAt, ownBookingsAt } from './lists.ts'
import { issuePurchaseToken } from './purchase-tokens.ts'
import { mostPlaces } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/show': ShownEvent & {
      asks: boolean
      /** How many places this person can book now; 0 or less if they have the maximum. */
      most: number
      attendees: { people: Person[]; next: number | null } | null
      own: OwnPart | null
      waits: Wait | null
    }
    'events/booking': Omit<ShownEvent, 'form'> & {
      form: DraftForm
      /** The form's errors, which name the place if there are several. */
      summary: FieldError[]
      questions: ReturnType<typeof questionModel>[]
      quantity: number
      type_id: number | null
    }
  }
}

interface ShownEvent {
  event: ReturnType<typeof eventModel>
  form: Form
  /** Null for people who are not logged in. */
  purchase_token: string | null
  /** What one place costs, two and so on; null where that depends on their types, or nothing is to be paid. */
  costs: (string | null)[]
}

interface OwnPart {
  /** Until the event begins; also for a host's own bookings from before they became the host. */
  can_cancel: boolean
  bookings: (Awaited<ReturnType<typeof ownBookingsAt>>[number] & { cost: string | null })[]
}

interface Wait {
  places: number
  before: number
  offer_ends: ReturnType<typeof formatTime> | null
}

const mostNames = 60

async function shownEvent(ctx: Context, actor: Actor | null, id: number, refused?: Form) {
  const event = await getEvent(ctx, actor, id)
  const types = await typesOf(ctx, id)
  const wait = actor && event.waiting_state !== null ? await findOwnWait(ctx, actor, id) : undefined
  const held = wait && wait.offer_ends_at !== null ? wait : null
  const model = eventModel(ctx, actor, event, types, held)
  const shown: ShownEvent = {
    event: model,
    form: refused ?? emptyForm(held ? { quantity: String(held.places), type_id: String(held.type_id ?? '') } : {}),
    purchase_token: actor && issuePurchaseToken(ctx, actor.id, id).token,
    costs: Array.from({ length: mostPlaces }, (_, n) =>
      types.length > 0 ? null : costOf(ctx, (n + 1) * (event.price_cents ?? 0)),
    ),
  }
  return { event, wait, shown }
}

const costOf = (ctx: Context, cents: number) => (cents > 0 ? money(ctx, cents) : null)

/** The page of an event for guests, the host, and people who have a place, wait or are invited. */
export async function eventPage(ctx: Context, actor: Actor | null, id: number, refused?: Form): Promise<Answer> {
  const { event, wait, shown } = await shownEvent(ctx, actor, id, refused)
  // A refused form shows the page too, and must not write.
  if (actor && !refused) await readNotificationsOfEvent(ctx, actor, id)
  const { own_places } = shown.event
  const booked = actor && own_places > 0 ? await ownBookingsAt(ctx, actor, event) : []
  const own = actor && {
    can_cancel: event.cancelled_at === null && event.starts_at > ctx.clock.now(),
    bookings: booked.map((one) => ({ ...one, cost: costOf(ctx, one.cents) })),
  }
  const attendees = maySeeNames(actor, event) ? await namesAt(ctx, id, mostNames) : null
  const waits = wait ? waitModel(ctx, wait) : null
  const most = Math.min(mostPlaces, (event.places_per_person ?? Number.POSITIVE_INFINITY) - own_places)
  const live = actor ? { live: `/live?event=${id}` } : {}
  const asks = event.asks !== null
  return view('events/show', event.title, { ...shown, asks, most, attendees, own, waits }, live)
}

const waitModel = (ctx: Context, { places, before, offer_ends_at }: OwnWait): Wait => ({
  ...{ places, before },
  offer_ends: offer_ends_at === null ? null : formatTime(ctx, offer_ends_at),
})

/** Where to redirect somebody who gave up their place: they may no longer see an event for invited people. */
export const addressAfterLeaving = async (ctx: Context, actor: Actor, id: number): Promise<string> =>
  (await findEvent(ctx, actor, id)) ? `/events/${id}` : '/bookings'

/** The draft's place for answers. */
export const bookingPlaceOf = (id: number) => `event-${id}-booking`

/** The page for booking if the event has questions. */
export async function bookingPage(
  ctx: Context,
  actor: Actor,
  id: number,
  { quantity, type_id = null }: { quantity: number; type_id?: number | null | undefined },
  refused?: Form,
): Promise<Answer> {
  const { event, shown } = await shownEvent(ctx, actor, id)
  const { is_bookable, nothing_left, places_free, own_places } = shown.event
  // Before the questions are asked: nobody should answer them for places that they can no longer book.
  const refusal = quantity > places_free ? soldOut(places_free, 'This event') : tooMany(event, own_places, quantity)
  if (!refused && is_bookable && !nothing_left && refusal) {
    const values = { quantity: String(Math.min(quantity, places_free)), type_id: String(type_id ?? '') }
    return eventPage(ctx, actor, id, withReason(emptyForm(values), refusal.message))
  }
  const form = await formWithDraft(ctx, actor, bookingPlaceOf(id), refused)
  // A ticket type from the draft may differ from the one selected now.
  if (!refused) form.values = Object.fromEntries(Object.entries(form.values).filter(([name]) => isText(name)))
  const questions = is_bookable ? (await questionsOf(ctx, id)).map(questionModel) : []
  const summary = quantity > 1 ? form.errors.map(withPlace) : form.errors
  return view('events/booking', `Book: ${event.title}`, { ...shown, form, summary, questions, quantity, type_id })
}

function withPlace({ field, message }: FieldError): FieldError {
  const [, place] = /^(?:answer|type)_(\d+)/.exec(field) ?? []
  return { field, message: place === undefined ? message : `Place ${place}: ${message}` }
}
