import type { Context } from '#context'
import { wallClock } from '#lib/calendar.ts'
import { hour } from '#lib/durations.ts'
import { formatTime } from '#lib/format-time.ts'
import { drawMessage } from '#lib/message-text.ts'
import { formatMoney } from '#lib/money.ts'
import { fileAddress } from '#platform/files/kinds.ts'
import type { QuestionRow, TypeRow } from './composition-queries.ts'
import { hostOf } from './json.ts'
import type { ListedEvent } from './list-queries.ts'
import { freeOf, freeOfType, freeToBook } from './places.ts'
import { contactRefusal, mayBook, mayManage } from './policy.ts'
import type { HostedEvent } from './queries.ts'
import { clockfaceOf, isDoorTime } from './times.ts'
import type { Viewer } from './visibility.ts'

/** An event that ends in the night says only when; "19:00 to 18:30" of the next day would be read as one day. */
const longestNight = 12 * hour

/** "Fri 4 Dec 2026", "19:00", "20:30", and the last day if it differs. */
export function whenModel(ctx: Context, event: { starts_at: number; ends_at: number }) {
  const { timeZone } = ctx.config
  const starts = formatTime(ctx, event.starts_at)
  const ends = formatTime(ctx, event.ends_at)
  const { start_time, end_time, end_date } = clockfaceOf(timeZone, event)
  const wall = wallClock(timeZone, event.starts_at)
  const isNight = end_date === null && event.ends_at - event.starts_at <= longestNight
  return {
    starts,
    ends,
    day: starts.day,
    start_time,
    end_time,
    last_day: isNight || ends.day === starts.day ? null : ends.day,
    weekday: starts.day.slice(0, 3),
    day_number: wall.getUTCDate(),
    month: starts.day.split(' ')[2] ?? '',
  }
}

export const money = ({ config }: Context, cents: number | null) =>
  cents === null ? null : formatMoney(cents, config.events.currency)

/** Whether it still takes place: nobody needs the free places of another. */
const isAhead = (ctx: Context, event: Pick<ListedEvent, 'cancelled_at' | 'ends_at'>) =>
  event.cancelled_at === null && event.ends_at > ctx.clock.now()

/** The number of free places in words; null if unlimited. */
function placesText(free: number | null): string | null {
  if (free === null) return null
  if (free <= 0) return 'Sold out'
  return free === 1 ? '1 place left' : `${free} places left`
}

export const cardModel = (ctx: Context, viewer: Viewer, event: ListedEvent) => ({
  id: event.id,
  title: event.title,
  location: event.location,
  when: whenModel(ctx, event),
  price: priceText(ctx, event),
  places: isAhead(ctx, event) ? placesText(freeToBook(event)) : null,
  sold_out: freeToBook(event) === 0,
  is_private: event.visibility === 'invite_only',
  is_cancelled: event.cancelled_at !== null,
  is_over: event.ends_at <= ctx.clock.now(),
  can_book: canBook(ctx, viewer, event) && freeToBook(event) !== 0,
  own_places: Number(event.own_places ?? 0),
  passes: Number(event.held_passes ?? 0),
  // Somebody with a place has answered; for the host an address stays open, whosever it is. The present host has
  // nothing to answer.
  is_invited: event.invitation_state === 'open' && !Number(event.own_places) && event.host_id !== viewer?.id,
  is_own: event.host_id === viewer?.id,
  picture: event.picture_id && { large: fileAddress(event.picture_id), small: fileAddress(event.picture_id, 'small') },
  host: hostOf(event),
})

type Priced = Pick<ListedEvent, 'price_cents' | 'least_price' | 'highest_price'>

/** With ticket types, the range of their prices; the event's own price applies to types without one. */
function priceText(ctx: Context, { price_cents, least_price, highest_price }: Priced) {
  if (least_price === null) return money(ctx, price_cents)
  const [least, highest] = [Number(least_price), Number(highest_price)]
  return least === highest ? money(ctx, least) : `from ${money(ctx, least)}`
}

interface Bookable
  extends Pick<ListedEvent, 'host_id' | 'cancelled_at' | 'starts_at' | 'visibility' | 'invitation_state'> {
  /** Only for a single event. */
  waiting_state?: string | null
}

function canBook(ctx: Context, viewer: Viewer, event: Bookable): boolean {
  const { host_id, cancelled_at, starts_at, invitation_state, waiting_state = null } = event
  const isAwaited = invitation_state !== null || waiting_state !== null
  const isOpen = cancelled_at === null && starts_at > ctx.clock.now()
  return host_id !== viewer?.id && isOpen && mayBook(viewer, event, isAwaited)
}

/** The places that an offer from the waiting list holds for the viewer. */
export interface Held {
  places: number
  type_id: number | null
}

/** The free places for somebody with an offer. */
const withHeld = (free: number | null, held: number) => (free === null ? null : free + held)

/** Null, that is unlimited, without types or if one of them is unlimited. */
const sumOfTypes = (free: (number | null)[]) =>
  free.length === 0
    ? Number.POSITIVE_INFINITY
    : free.reduce<number>((sum, left) => sum + (left ?? Number.POSITIVE_INFINITY), 0)

/** @param held places that count as taken but are free for the viewer */
export function eventModel(
  ctx: Context,
  viewer: Viewer,
  event: HostedEvent,
  types: TypeRow[],
  held: Held | null = null,
) {
  const card = cardModel(ctx, viewer, event)
  const free = withHeld(freeOf(event), held?.places ?? 0)
  const freeTypes = types.map((type) => withHeld(freeOfType(type), held?.type_id === type.id ? held.places : 0))
  const places_free = Math.min(free ?? Number.POSITIVE_INFINITY, sumOfTypes(freeTypes))
  return {
    ...card,
    description_html: drawMessage(event.description, null),
    created: formatTime(ctx, event.created_at),
    cancel_reason: event.cancel_reason,
    capacity: event.capacity,
    places_taken: event.places_taken,
    places_per_person: event.places_per_person,
    may_manage: mayManage(viewer, event),
    may_contact_host: viewer !== null && contactRefusal(ctx, viewer, card.host) === null,
    is_door_time: event.cancelled_at === null && isDoorTime(event, ctx.clock.now()),
    is_bookable: canBook(ctx, viewer, event),
    places_free,
    nothing_left: places_free === 0,
    few_left: [free, ...freeTypes].some((left) => left !== null && left <= 5),
    types: types.map((type, n) => ({
      id: type.id,
      name: type.name,
      price: money(ctx, type.price_cents ?? event.price_cents),
      places: isAhead(ctx, event) ? placesText(freeTypes[n] ?? null) : null,
      sold_out: freeTypes[n] === 0 || free === 0,
    })),
  }
}

export const questionModel = ({ id, label, kind, choices, required }: QuestionRow) => ({
  id,
  label,
  kind,
  choices: JSON.parse(choices) as string[],
  required: required === 1,
})
