import type { Context } from '#context'
import { amountText } from '#lib/money.ts'
import type { QuestionRow, TypeRow } from './composition-queries.ts'
import type { EventRow } from './queries.ts'
import { clockfaceOf } from './times.ts'

/** The values of an event's form for editing. */
export function formValues({ config }: Context, event: EventRow, types: TypeRow[], questions: QuestionRow[]) {
  const { date, start_time, end_time, end_date } = clockfaceOf(config.timeZone, event)
  const values: Record<string, string> = {
    title: event.title,
    description: event.description,
    ...{ date, start_time, end_time, end_date: end_date ?? '' },
    location: event.location,
    visibility: event.visibility,
    capacity: String(event.capacity ?? ''),
    places_per_person: String(event.places_per_person ?? ''),
    price: amountText(event.price_cents),
    attendees_visible: event.attendees_visible ? 'on' : '',
  }
  for (const [n, type] of types.entries()) {
    values[`type_id_${n + 1}`] = String(type.id)
    values[`type_name_${n + 1}`] = type.name
    values[`type_price_${n + 1}`] = amountText(type.price_cents)
    values[`type_places_${n + 1}`] = String(type.places ?? '')
  }
  for (const [n, question] of questions.entries()) {
    values[`question_id_${n + 1}`] = String(question.id)
    values[`question_label_${n + 1}`] = question.label
    values[`question_kind_${n + 1}`] = question.kind
    values[`question_choices_${n + 1}`] = (JSON.parse(question.choices) as string[]).join('\n')
    values[`question_required_${n + 1}`] = question.required ? 'on' : ''
    values[`question_once_${n + 1}`] = question.once_per_event ? 'on' : ''
  }
  return values
}
