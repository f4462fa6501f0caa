import type { Form } from '#platform/http/route.ts'
import type { BookedPlace } from './lists.ts'
import { placeField } from './schemas.ts'

/** A place of a booking that can be given back, unless somebody was admitted with it. */
export interface PlaceChoice {
  field: string
  name: string
  holder: string | null
  admitted: boolean
  ticked: boolean
}

/** All are ticked, unless a refused form says which. */
export const placeChoices = (places: BookedPlace[], questions: { id: number }[], refused?: Form): PlaceChoice[] =>
  places.map((place, n) => ({
    field: placeField(place.id),
    name: nameOf(place, n, questions),
    holder: place.holder?.display_name ?? null,
    admitted: place.used_at !== null,
    ticked: refused === undefined || refused.values[placeField(place.id)] === 'on',
  }))

/** "Child, Ida", "Child, place 2" or "Place 2" */
function nameOf({ type_name, answers }: BookedPlace, n: number, questions: { id: number }[]): string {
  const answer = questions.flatMap(({ id }) => answers.get(id) ?? [])[0]
  if (type_name === null) return answer ?? `Place ${n + 1}`
  return `${type_name}, ${answer ?? `place ${n + 1}`}`
}
