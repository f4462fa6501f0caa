import { z } from 'zod'
import { picture } from '#platform/files/pictures.ts'
import { blankIsUnset, idNumber, line, prose, typed } from '#platform/http/fields.ts'

export const mostTypes = 6
export const mostQuestions = 6
/** More than any venue has. */
const mostPlaces = 100_000

export const title = line('The title', 3, 100)
export const description = prose('The description', 1, 10_000)
export const location = line('The location', 0, 200)
export const date = z.iso.date('A date is written as 2026-11-21.').meta({ description: 'In the desk’s time zone.' })
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is written as 19:30.')
export const visibilities = ['public', 'invite_only'] as const
export const visibility = z.enum(visibilities, 'An event is public or invite_only.')

export const placesSentence = `A number of places is a whole number from 1 to ${mostPlaces}.`
export const places = z.int(placesSentence).min(1, placesSentence).max(mostPlaces, placesSentence)
export const perPersonSentence = 'A limit for each person is a whole number from 1 to 100.'
export const perPerson = z.int(perPersonSentence).min(1, perPersonSentence).max(100, perPersonSentence)

export const priceSentence = 'A price is a number such as 12 or 12.50, at most 9999999.99.'
/** Converted to cents. */
const price = z
  .number(priceSentence)
  .min(0, priceSentence)
  .max(9_999_999.99, priceSentence)
  .refine((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6, priceSentence)
  .transform((amount) => Math.round(amount * 100))
  .meta({ description: 'For information: nothing is paid here.' })

/** In the API's reference, of what is sent and of what is answered. */
export const typePriceText = 'For information: nothing is paid here. Null for the price of the event.'
export const typePlacesText = 'Null for no limit of its own, only that of the event for all types together.'

export const typeName = line('The name of a ticket type', 1, 60)
const ticketType = z
  .strictObject({
    id: idNumber.optional().meta({ description: 'Of an existing type; a new one has none.' }),
    name: typeName,
    price: price.nullable().default(null).meta({ description: typePriceText }),
    places: places.nullable().default(null).meta({ description: typePlacesText }),
    places_left: z
      .unknown()
      .optional()
      .meta({ description: 'Ignored, so that a type can be sent back as it was read.' }),
  })
  .transform(({ places_left: _, ...type }) => type)

export const questionKinds = ['text', 'number', 'date', 'choice', 'phone'] as const
export const questionKind = z.enum(questionKinds, `A question asks for one of ${questionKinds.join(', ')}.`)
export const label = line('A question', 1, 120)
const choice = line('A choice', 1, 60)
export const choices = z.array(choice).max(20, 'A question has at most 20 choices.')
const question = z.strictObject({
  id: idNumber.optional().meta({ description: 'Of an existing question; a new one has none.' }),
  label,
  kind: questionKind,
  choices: choices.default([]),
  required: z.boolean().default(false),
  once_per_event: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether each answer may be given only once; for telephone numbers.' }),
})

const fields = {
  title,
  description,
  date,
  start_time: time,
  end_time: time.meta({ description: 'Of the next day where it is before the start.' }),
  end_date: date.nullable().meta({ description: 'For an event longer than a day.' }),
  location,
  visibility,
  capacity: places.nullable(),
  places_per_person: perPerson.nullable(),
  price: price.nullable(),
  attendees_visible: z.boolean(),
  types: z.array(ticketType).max(mostTypes, `An event has at most ${mostTypes} ticket types.`),
  questions: z.array(question).max(mostQuestions, `An event has at most ${mostQuestions} questions.`),
}

const withDefaults = {
  ...fields,
  end_date: fields.end_date.default(null),
  location: location.default(''),
  visibility: visibility.default('public'),
  capacity: fields.capacity.default(null),
  places_per_person: fields.places_per_person.default(null),
  price: fields.price.default(null),
  attendees_visible: fields.attendees_visible.default(false),
  types: fields.types.default([]),
  questions: fields.questions.default([]),
}

interface Composed {
  types: { name: string }[]
  questions: { label: string; kind: string; choices: string[]; once_per_event: boolean }[]
}

/** @param pathOf the name of a field in the form or the API */
export const checkTogether =
  (pathOf: (list: 'types' | 'questions', index: number, field: string) => (string | number)[]) =>
  ({ types = [], questions = [] }: Partial<Composed>, context: z.RefinementCtx) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message, input: undefined })
    const names = types.map(({ name }) => name.toUpperCase().replace(/\s+/g, ' ')) // ß is SS, two spaces look like one
    for (const [n, name] of names.entries())
      if (names.indexOf(name) < n) fault(pathOf('types', n, 'name'), 'Two ticket types have this name.')
    for (const [n, { kind, choices, once_per_event }] of questions.entries()) {
      if (kind === 'choice' && new Set(choices).size < 2)
        fault(pathOf('questions', n, 'choices'), 'A choice needs at least two different answers.')
      if (once_per_event && kind !== 'phone')
        fault(pathOf('questions', n, 'once_per_event'), 'Only telephone numbers can be limited to one use.')
    }
  }

const byPath = checkTogether((list, index, field) => [list, index, field])

export const newEvent = z.strictObject(withDefaults).superRefine(byPath)
export type EventInput = z.output<typeof newEvent>

const notify = z.boolean().optional().meta({
  description: 'Whether to notify the host and everybody who comes, waits or is invited; by default nobody is.',
})

/** The sequence that was read before editing, so that nobody overwrites others' changes. */
const expectedSequence = z
  .int()
  .min(0)
  .optional()
  .meta({ description: 'The `sequence` that you have read: an event changed since is not edited.' })

const whole = { description: 'The whole list: those left out of it are removed.' }

/** Fields that are left out do not change; ticket types and questions are replaced as a whole. */
export const eventEdit = z
  .strictObject({
    ...{ ...fields, notify, expected_sequence: expectedSequence },
    ...{ types: fields.types.meta(whole), questions: fields.questions.meta(whole) },
  })
  .partial()
  .superRefine((edit, context) => byPath(edit as Partial<Composed>, context))
export type EventEdit = z.output<typeof eventEdit>

export const pictureForm = z.strictObject({ picture: picture('event') })

const reason = prose('The reason', 0, 1000)
export const cancellation = z.strictObject({ reason: reason.default('') })

/** Weekly, up to and including this day. */
export const copies = z.strictObject({ until: date })

const name = typed
  .transform((text) => text.trim())
  .refine((text) => text !== '' && [...text].length <= 254, 'Name people by username or email address.')
const mostInvited = 50
const names = z
  .array(name)
  .min(1, 'Say who is invited.')
  .max(mostInvited, `Invite at most ${mostInvited} people at once.`)

export const newInvitations = z.strictObject({ who: names.meta({ description: 'Usernames or email addresses.' }) })

/** Separated by commas, spaces or line breaks. */
export const invitationForm = z.strictObject({
  who: typed.transform((text) => text.split(/[\s,;]+/).filter(Boolean)).pipe(names),
})

export const invitationToken = z.strictObject({ token: z.string('A token is a text.').max(100, 'This is no token.') })

export const listFilters = {
  q: blankIsUnset(typed.refine((text) => text.length <= 200, 'A search can have at most 200 characters.')).meta({
    description: 'Words of title and location.',
  }),
  from: blankIsUnset(date),
  to: blankIsUnset(date),
  past: blankIsUnset(z.literal('yes', 'This is "yes" or left out.')).meta({
    description: 'Past ones instead of upcoming ones.',
  }),
  hosted: blankIsUnset(z.literal('me', 'This is "me" or left out.')).meta({ description: 'Only those that you host.' }),
}

export const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'A month is written like 2026-11.')
export const monthQuery = z.object({ month: month.optional() })
