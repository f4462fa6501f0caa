import { z } from 'zod'
import { centsOf } from '#lib/money.ts'
import { idText, typed } from '#platform/http/fields.ts'
import {
  checkTogether,
  choices,
  date,
  description,
  type EventInput,
  label,
  location,
  mostQuestions,
  mostTypes,
  perPerson,
  perPersonSentence,
  places,
  placesSentence,
  priceSentence,
  questionKind,
  time,
  title,
  typeName,
  visibility,
} from './schemas.ts'

/** An empty field of a form is null. */
const emptyIsNull = <T>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => (text.trim() === '' ? null : text.trim()))
    .pipe(schema.nullable())
    .default(null)

const wholeText = <S extends z.ZodType<number, number>>(schema: S, sentence: string) =>
  z
    .string()
    .transform((text) => (/^\d{1,7}$/.test(text) ? Number(text) : Number.NaN))
    .refine((number) => !Number.isNaN(number), sentence)
    .pipe(schema)

const priceText = z.string().transform((text, context) => {
  const cents = centsOf(text)
  if (cents !== undefined) return cents
  context.addIssue({ code: 'custom', message: priceSentence })
  return z.NEVER
})

const ticked = z.literal('on').optional()
const numbered = (most: number) => Array.from({ length: most }, (_, n) => n + 1)

const typeFields = (n: number) => ({
  [`type_id_${n}`]: emptyIsNull(idText()),
  [`type_name_${n}`]: emptyIsNull(typeName as z.ZodType<string, string>),
  [`type_price_${n}`]: emptyIsNull(priceText),
  [`type_places_${n}`]: emptyIsNull(wholeText(places, placesSentence)),
})

/** One for each line; a single line is split at its commas, as many people write it. */
const choicesText = typed
  .transform((text) =>
    text
      .trim()
      .split(text.trim().includes('\n') ? '\n' : ',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .pipe(choices)

const questionFields = (n: number) => ({
  [`question_id_${n}`]: emptyIsNull(idText()),
  [`question_label_${n}`]: emptyIsNull(label as z.ZodType<string, string>),
  [`question_kind_${n}`]: questionKind.default('text'),
  [`question_choices_${n}`]: choicesText.default([]),
  [`question_required_${n}`]: ticked,
  [`question_once_${n}`]: ticked,
})

const formShape = {
  title,
  description,
  date,
  start_time: time,
  end_time: time,
  end_date: emptyIsNull(date),
  location: location.default(''),
  visibility: visibility.default('public'),
  capacity: emptyIsNull(wholeText(places, placesSentence)),
  places_per_person: emptyIsNull(wholeText(perPerson, perPersonSentence)),
  price: emptyIsNull(priceText),
  attendees_visible: ticked,
  notify: ticked,
  expected_sequence: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional(),
  ...Object.assign({}, ...numbered(mostTypes).map(typeFields)),
  ...Object.assign({}, ...numbered(mostQuestions).map(questionFields)),
}

type FormValues = Record<string, unknown> &
  Omit<EventInput, 'types' | 'questions' | 'attendees_visible'> & { expected_sequence?: number | undefined }

/** Rows that are filled in without a name; emptying the name of an existing row deletes it. */
function nameless(form: FormValues): { field: string; message: string }[] {
  const isTyped = (name: string, n: number) => form[`${name}_${n}`] !== null
  const types = numbered(mostTypes).filter(
    (n) =>
      (isTyped('type_price', n) || isTyped('type_places', n)) && !isTyped('type_id', n) && !isTyped('type_name', n),
  )
  const questions = numbered(mostQuestions).filter(
    (n) =>
      (form[`question_choices_${n}`] as string[]).length > 0 &&
      !isTyped('question_id', n) &&
      !isTyped('question_label', n),
  )
  return [
    ...types.map((n) => ({ field: `type_name_${n}`, message: 'Name this ticket type, or clear its row.' })),
    ...questions.map((n) => ({ field: `question_label_${n}`, message: 'Write this question, or clear its row.' })),
  ]
}

/** Collects the numbered fields of a form; a row without a name is skipped. */
function composed(form: FormValues) {
  const types = numbered(mostTypes).flatMap((n) => {
    const name = form[`type_name_${n}`] as string | null
    const id = form[`type_id_${n}`] as number | null
    const [price, places] = [form[`type_price_${n}`], form[`type_places_${n}`]] as [number | null, number | null]
    return name === null ? [] : [{ row: n, ...(id !== null && { id }), name, price, places }]
  })
  const questions = numbered(mostQuestions).flatMap((n) => {
    const label = form[`question_label_${n}`] as string | null
    const id = form[`question_id_${n}`] as number | null
    const kind = form[`question_kind_${n}`] as EventInput['questions'][number]['kind']
    const choices = form[`question_choices_${n}`] as string[]
    const required = form[`question_required_${n}`] === 'on'
    const once_per_event = form[`question_once_${n}`] === 'on'
    if (label === null) return []
    return [{ row: n, ...(id !== null && { id }), label, kind, choices, required, once_per_event }]
  })
  return { types, questions }
}

const rowNames = { name: 'type_name', choices: 'question_choices', once_per_event: 'question_once' } as const

/** The same from a form. */
export const eventForm = z
  .strictObject(formShape)
  .superRefine((form, context) => {
    for (const { field, message } of nameless(form as FormValues))
      context.addIssue({ code: 'custom', path: [field], message, input: undefined })
    const lists = composed(form as FormValues)
    checkTogether((list, index, field) => [`${rowNames[field as keyof typeof rowNames]}_${lists[list][index]?.row}`])(
      lists,
      context,
    )
  })
  .transform((form): EventInput & { notify: boolean; expected_sequence?: number | undefined } => {
    const { types, questions } = composed(form as FormValues)
    const { title, description, date, start_time, end_time, end_date, location, visibility } = form as FormValues
    const { capacity, places_per_person, price, expected_sequence } = form as FormValues
    return {
      ...{ title, description, date, start_time, end_time, end_date, location, visibility },
      ...{ capacity, places_per_person, price },
      attendees_visible: form.attendees_visible === 'on',
      notify: form.notify === 'on',
      expected_sequence,
      types: types.map(({ row: _, ...type }) => type),
      questions: questions.map(({ row: _, ...question }) => question),
    }
  })
