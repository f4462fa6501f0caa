import { z } from 'zod'
import { largestId } from '#lib/largest-id.ts'
import { hasSurplusMarks } from '#lib/spelling.ts'
import { isVisible, visible } from '#lib/visible-text.ts'
import { parseJson } from './json-values.ts'

const wellFormed = (text: string) => !text.includes('\0') && text.isWellFormed()
const characters = (text: string) => [...text].length

const streamSafe = (text: string) => !hasSurplusMarks(text)
const tooManyMarks = 'Has more marks on one letter than any writing uses.'

/** Text as typed, in Unicode NFC with \n as line break; NUL and lone surrogates are refused. */
export const typed = z
  .string('Must be text.')
  .refine(wellFormed, 'Contains characters that are not text.')
  .refine(streamSafe, tooManyMarks)
  .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n'))
  .refine(streamSafe, tooManyMarks)

/** A field that contains JSON. @param sentence the error for invalid JSON */
export const jsonField = <S extends z.ZodType>(schema: S, sentence: string) =>
  typed
    .transform((text, check) => {
      try {
        if (text !== '') return parseJson(text)
      } catch {}
      check.addIssue({ code: 'custom', message: sentence })
      return z.NEVER
    })
    .pipe(schema)

/** An optional text without visible characters counts as left out. */
const counted = (schema: z.ZodType<string, string>, name: string, least: number, most: number) =>
  schema
    .transform((text) => (visible(text) === '' ? '' : text))
    .refine(
      (text) => characters(visible(text)) >= least,
      `${name} needs at least ${least} ${least === 1 ? 'character' : 'characters'}.`,
    )
    .refine((text) => visible(text) === '' || isVisible(text), `${name} cannot be blank.`)
    .refine((text) => characters(text) <= most, `${name} can have at most ${most} characters.`)

/** Characters that change the direction of the text after them; in a name they would affect the rest of the page. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g

/** One line of printable text, trimmed; lengths in characters. Text pasted from a table has tabs between its cells. */
export const line = (name: string, least: number, most: number) =>
  counted(
    typed
      .transform((text) => text.replace(turning, '').replaceAll('\t', ' ').trim())
      .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), `${name} must be one line.`),
    name,
    least,
    most,
  ).meta({ minLength: least, maxLength: most })

/** Text of several lines, kept as typed; lengths in characters. */
export const prose = (name: string, least: number, most: number) =>
  counted(typed, name, least, most).meta({ minLength: least, maxLength: most })

/** An empty field of a search form sets no filter. */
export const blankIsUnset = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** An id in a path or a form. */
export const idText = (sentence = 'An id is a whole number.') =>
  z
    .string(sentence)
    .regex(/^[1-9]\d{0,9}$/, sentence)
    .transform(Number)
    .refine((id) => id <= largestId, sentence)
    .meta({ type: 'integer', minimum: 1, maximum: largestId, pattern: undefined })

export const idParams = z.object({ id: idText() })

const idSentence = `An id is a whole number from 1 to ${largestId}.`

/** An id in a JSON body. */
export const idNumber = z.int(idSentence).positive(idSentence).max(largestId, idSentence)

/** For actions that need nothing but their path. */
export const emptyBody = z.strictObject({}).optional()

/** The last message that somebody has read; by default the newest. */
export const readMark = z
  .strictObject({
    up_to: idNumber.optional().meta({ description: 'The last one seen; by default the newest.' }),
  })
  .optional()
