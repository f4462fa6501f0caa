import { z } from 'zod'
import type { Context } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { fileAddress } from '#platform/files/kinds.ts'
import { personJson } from '#platform/identity/json.ts'
import { joinedPerson } from '#platform/identity/people.ts'
import type { QuestionRow, TypeRow } from './composition-queries.ts'
import type { ListedEvent } from './list-queries.ts'
import { freeOfType, freeToBook } from './places.ts'
import { mayManage } from './policy.ts'
import type { HostedEvent } from './queries.ts'
import { questionKinds, typePlacesText, typePriceText, visibilities } from './schemas.ts'
import { clockfaceOf } from './times.ts'
import type { Viewer } from './visibility.ts'
import type { OwnWait } from './waiting-list.ts'

const time = z.iso.datetime()
const free = z.int().nullable().meta({ description: 'Null if there is no limit.' })
const price = z.number().nullable().meta({ description: 'For information: nothing is paid here.' })

const listed = {
  id: z.int(),
  title: z.string(),
  location: z.string(),
  starts_at: time,
  ends_at: time,
  date: z.string(),
  start_time: z.string(),
  end_time: z.string(),
  end_date: z.string().nullable().meta({ description: 'The last day of an event longer than a day.' }),
  time_zone: z.string(),
  visibility: z.enum(visibilities),
  capacity: z.int().nullable(),
  places_left: free,
  price,
  currency: z.string(),
  cancelled_at: time.nullable(),
  host: personJson,
  own_places: z.int().meta({ description: 'How many places you have booked.' }),
  invitation: z.enum(['open', 'accepted', 'declined']).nullable(),
  picture: z
    .string()
    .nullable()
    .meta({ description: 'The address below /api/v1 of a WebP picture; `/small` behind it is a small one.' }),
}

export const listedEventJson = z.object(listed).meta({ id: 'ListedEvent' })

export const typeJson = z.object({
  id: z.int(),
  name: z.string(),
  price: price.meta({ description: typePriceText }),
  places: z.int().nullable().meta({ description: typePlacesText }),
  places_left: z
    .int()
    .nullable()
    .meta({ description: 'Places left within the limit of this type; null if it has none.' }),
})

export const questionJson = z.object({
  id: z.int(),
  label: z.string(),
  kind: z.enum(questionKinds),
  choices: z.array(z.string()),
  required: z.boolean(),
  once_per_event: z.boolean(),
})

export const eventJson = z
  .object({
    ...listed,
    description: z.string(),
    created_at: time,
    sequence: z.int().meta({ description: 'Grows with each change.' }),
    cancel_reason: z.string().nullable(),
    places_per_person: z.int().nullable(),
    attendees_visible: z.boolean(),
    waiting_list: z.enum(['waiting', 'offered']).nullable().meta({ description: 'Your own state there.' }),
    own_wait: z
      .object({
        quantity: z.int(),
        type_id: z.int().nullable(),
        before: z.int().meta({ description: 'How many people are ahead of you.' }),
        offer_ends_at: time
          .nullable()
          .meta({ description: 'Until when the places are held for you, once they are offered.' }),
      })
      .nullable(),
    may_manage: z.boolean(),
    types: z.array(typeJson),
    questions: z.array(questionJson),
  })
  .meta({ id: 'Event' })

const amount = (cents: number | null) => (cents === null ? null : cents / 100)
export function showListedEvent({ config }: Context, event: ListedEvent): z.input<typeof listedEventJson> {
  const face = clockfaceOf(config.timeZone, event)
  return {
    id: event.id,
    title: event.title,
    location: event.location,
    starts_at: isoTime(event.starts_at),
    ends_at: isoTime(event.ends_at),
    ...face,
    time_zone: config.timeZone,
    visibility: event.visibility,
    capacity: event.capacity,
    places_left: freeToBook(event),
    price: amount(event.price_cents),
    currency: config.events.currency,
    cancelled_at: timeOrNull(event.cancelled_at),
    host: hostOf(event),
    own_places: Number(event.own_places ?? 0),
    invitation: event.invitation_state,
    picture: event.picture_id && fileAddress(event.picture_id),
  }
}

export const hostOf = joinedPerson('host')

export const showType = (type: TypeRow): z.input<typeof typeJson> => ({
  id: type.id,
  name: type.name,
  price: amount(type.price_cents),
  places: type.places,
  places_left: freeOfType(type),
})

export const showQuestion = (question: QuestionRow): z.input<typeof questionJson> => ({
  id: question.id,
  label: question.label,
  kind: question.kind,
  choices: JSON.parse(question.choices),
  required: question.required === 1,
  once_per_event: question.once_per_event === 1,
})

export const showEvent = (
  ctx: Context,
  viewer: Viewer,
  event: HostedEvent,
  { types, questions, wait }: { types: TypeRow[]; questions: QuestionRow[]; wait: OwnWait | undefined },
): z.input<typeof eventJson> => ({
  ...showListedEvent(ctx, event),
  description: event.description,
  created_at: isoTime(event.created_at),
  sequence: event.sequence,
  cancel_reason: event.cancel_reason,
  places_per_person: event.places_per_person,
  attendees_visible: event.attendees_visible === 1,
  waiting_list: event.waiting_state === 'waiting' || event.waiting_state === 'offered' ? event.waiting_state : null,
  own_wait: wait
    ? {
        ...{ quantity: wait.places, type_id: wait.type_id, before: wait.before },
        offer_ends_at: timeOrNull(wait.offer_ends_at),
      }
    : null,
  may_manage: mayManage(viewer, event),
  types: types.map(showType),
  questions: questions.map(showQuestion),
})
