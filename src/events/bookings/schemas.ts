import { z } from 'zod'
import { blankIsUnset, idNumber, idText, prose, typed } from '#platform/http/fields.ts'
import { afterQuery } from '#platform/http/pagination.ts'

export const mostPlaces = 4
const quantitySentence = `You can book 1 to ${mostPlaces} places at once.`

const quantity = z.int(quantitySentence).min(1, quantitySentence).max(mostPlaces, quantitySentence)
/** Errors about its length would not help anybody. */
const purchaseToken = z
  .string('A purchase token is a text.')
  .max(300, 'This is no purchase token.')
  .default('')
  .meta({ description: 'From POST /events/{id}/purchase-tokens.', default: undefined })

const answerText = typed.refine((text) => [...text].length <= 500, 'An answer can have at most 500 characters.')
const typeId = idNumber.nullable()

const place = z.strictObject({
  type_id: typeId.optional(),
  answers: z
    .record(z.string().regex(/^[1-9]\d{0,9}$/, 'Give each answer under the id of its question.'), answerText)
    .default({})
    .meta({ description: 'By the id of the question.' }),
})

export const booking = z
  .strictObject({
    purchase_token: purchaseToken,
    quantity,
    type_id: typeId.optional().meta({ description: 'For all places without a type of their own.' }),
    places: z.array(place).max(mostPlaces, quantitySentence).optional().meta({
      description: 'Details of each place: as many as the quantity, or none.',
    }),
  })
  .refine(({ quantity, places }) => places === undefined || places.length === quantity, {
    path: ['places'],
    message: 'Give details for each place, or for none.',
  })
  // A missing token has an error code of its own.
  .meta({ required: ['purchase_token', 'quantity'] })

export interface PlaceInput {
  type_id: number | null
  /** By the id of the question. */
  answers: Record<string, string>
}

export interface BookingInput {
  purchase_token: string
  places: PlaceInput[]
}

export const placesIn = ({ quantity, type_id = null, places = [] }: z.output<typeof booking>): PlaceInput[] =>
  Array.from({ length: quantity }, (_, n) => ({
    type_id: places[n]?.type_id ?? type_id,
    answers: places[n]?.answers ?? {},
  }))

const quantityText = z
  .string(quantitySentence)
  .regex(/^[1-9]$/, quantitySentence)
  .transform(Number)
  .pipe(quantity)

const chosenType = z.union([z.literal('').transform(() => null), idText('There is no such ticket type.')])

/** The form's name for a field of the API's `places`. */
export const fieldInForm = (field: string) =>
  field.replace(/^places\.(\d)\.(?:type_id|answers\.(\d+))$/, (_, position, question) => {
    const place = Number(position) + 1
    return question === undefined ? `type_${place}` : `answer_${place}_${question}`
  })

/** `type_2` is the type of the second place, `answer_2_7` its answer to question 7. */
export const bookingForm = z
  .object({
    purchase_token: purchaseToken,
    quantity: quantityText,
    type_id: chosenType.optional(),
  })
  .catchall(answerText)
  .transform((form, check) => {
    const { purchase_token, quantity, type_id = null, ...rest } = form
    const places: PlaceInput[] = Array.from({ length: quantity }, () => ({ type_id, answers: {} }))
    for (const [name, text] of Object.entries(rest) as [string, string][]) {
      const [, kind, number, question] = /^(type|answer)_([1-4])(?:_([1-9]\d{0,9}))?$/.exec(name) ?? []
      const place = places[Number(number) - 1]
      if (!place) {
        // The form was rendered for more places than are booked now.
        if (!number) check.addIssue({ code: 'custom', path: [name.slice(0, 100)], message: 'There is no such field.' })
      } else if (kind === 'answer' && question) place.answers[question] = text
      else if (kind === 'type' && /^([1-9]\d{0,8})?$/.test(text)) place.type_id = text === '' ? null : Number(text)
      else check.addIssue({ code: 'custom', path: [name], message: 'There is no such ticket type.' })
    }
    return { purchase_token, places }
  })

export const bookingPageQuery = z.object({
  quantity: quantityText.default(1),
  type_id: idText().optional(),
})

export const waitingWish = z.strictObject({ quantity, type_id: typeId.default(null) })
export const waitingForm = z.strictObject({ quantity: quantityText, type_id: chosenType.default(null) })

export const payment = z.strictObject({ paid: z.boolean() })
export const paymentForm = z.strictObject({
  paid: z.enum(['on', 'off']).transform((word) => word === 'on'),
  /** The door where it was marked; left out on the page of all attendees. */
  door: idText().optional(),
})

const reason = prose('The reason', 0, 1000)
  .default('')
  .meta({ description: 'For an attendee whom the host or staff remove, who is notified of it.' })

const noPlace = 'Choose at least one place.'

export const bookingCancellation = z.strictObject({
  reason,
  places: z
    .array(idNumber)
    .min(1, noPlace)
    .max(mostPlaces, `A booking has at most ${mostPlaces} places.`)
    .refine((ids) => new Set(ids).size === ids.length, 'Name each place once.')
    .optional()
    .meta({ description: 'Ids of those of its places that are given back; all where it is left out.' }),
})

const searchText = typed.refine((text) => text.length <= 200, 'A search can have at most 200 characters.')
export const searched = blankIsUnset(searchText).meta({ description: 'How words of the name or username begin.' })
export const attendeesQuery = z.strictObject({ q: searched, ...afterQuery.shape })

export const placeField = (id: number) => `place_${id}`

/** `place_7` is ticked where place 7 is given back; a form that does not ask which gives back all. */
export const bookingCancellationForm = z
  .object({ reason, choose: z.literal('places').optional() })
  .catchall(z.literal('on'))
  .transform(({ reason, choose, ...ticked }, check) => {
    const places: number[] = []
    for (const name of Object.keys(ticked)) {
      const [, id] = /^place_([1-9]\d{0,8})$/.exec(name) ?? []
      if (id && choose) places.push(Number(id))
      else check.addIssue({ code: 'custom', path: [name.slice(0, 100)], message: 'There is no such field.' })
    }
    if (!choose) return { reason }
    if (places.length === 0) check.addIssue({ code: 'custom', path: ['places'], message: noPlace })
    return { reason, places }
  })
