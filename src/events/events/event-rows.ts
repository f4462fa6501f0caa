import { spelledText } from '#lib/searched-words.ts'
import type { QuestionRow, TypeRow } from './composition-queries.ts'
import type { EventRow } from './queries.ts'
import type { EventInput } from './schemas.ts'

// Converts the input for an event to the rows of its tables.

/** Title and location, normalised for the search. */
export const searchedOf = (title: string, location: string) => spelledText(`${title} ${location}`)

export const columnsOf = (input: EventInput) => ({
  title: input.title,
  description: input.description,
  location: input.location,
  searched: searchedOf(input.title, input.location),
  visibility: input.visibility,
  capacity: input.capacity,
  places_per_person: input.places_per_person,
  price_cents: input.price,
  attendees_visible: input.attendees_visible ? 1 : 0,
})

export const unbooked = (host_id: number, now: number) => ({
  host_id,
  places_taken: 0,
  sequence: 0,
  created_at: now,
  changed_at: now,
})

export const storedType = ({ name, price, places }: EventInput['types'][number]) => ({
  name,
  places,
  price_cents: price,
})

export const storedQuestion = (question: EventInput['questions'][number]) => ({
  label: question.label,
  kind: question.kind,
  choices: JSON.stringify(question.kind === 'choice' ? [...new Set(question.choices)] : []),
  required: question.required ? 1 : 0,
  once_per_event: question.once_per_event ? 1 : 0,
})

/** An event as its input, without its times. */
export const toldOf = (event: EventRow, types: TypeRow[], questions: QuestionRow[]) => ({
  title: event.title,
  description: event.description,
  location: event.location,
  visibility: event.visibility,
  capacity: event.capacity,
  places_per_person: event.places_per_person,
  price: event.price_cents,
  attendees_visible: event.attendees_visible === 1,
  types: types.map(({ id, name, places, price_cents }) => ({ id, name, places, price: price_cents })),
  questions: questions.map(({ id, label, kind, choices, required, once_per_event }) => ({
    ...{ id, label, kind, choices: JSON.parse(choices) as string[] },
    required: required === 1,
    once_per_event: once_per_event === 1,
  })),
})
