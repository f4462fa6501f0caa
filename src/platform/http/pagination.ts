import { z } from 'zod'
import { malformedField } from '#errors'
import { largestId } from '#lib/largest-id.ts'
import { idText } from './fields.ts'

/** A position in a list: the sort values of the last row shown, with its id at the end. */
export type Cursor = readonly number[]

const position = z.array(z.int()).min(2).max(4)

export const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url')

export function readCursor(text: string): Cursor | null {
  try {
    const cursor = position.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return (cursor.at(-1) as number) >= 0 && (cursor.at(-1) as number) <= largestId ? cursor : null
  } catch {
    return null
  }
}

export const cursorField = z
  .string()
  .max(200)
  .transform((text, check) => {
    const cursor = readCursor(text)
    if (cursor) return cursor
    check.addIssue({ code: 'custom', message: 'This cursor is not one that a list gave out.' })
    return z.NEVER
  })
  .optional()
  .meta({ description: '`next_cursor` of the page before.' })

export const usualLimit = 25

const limitSentence = 'A limit is a number from 1 to 100.'

export const limitOf = (usual: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/, limitSentence)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 100, limitSentence)
    .meta({
      ...{ type: 'integer', minimum: 1, maximum: 100, pattern: undefined },
      description: `How many at most; by default ${usual}.`,
    })
    .default(usual)

export const limitField = limitOf(usualLimit)

/** The cursor of a list sorted by id. @param member of the previous page, which contains it */
export const idField = (member: string) =>
  idText()
    .optional()
    .meta({ description: `\`${member}\` of the page before.` })

export const foreignCursor = () => malformedField('cursor', 'This cursor belongs to another list.')

/** @throws malformed for a cursor of a list with more or fewer sort columns */
export function refuseForeignCursor(cursor: Cursor | undefined, parts = 2): void {
  if (cursor && cursor.length !== parts) throw foreignCursor()
}

/** One page from rows fetched with a limit of `limit` + 1, and the cursor of the next page. */
export function pageOf<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? writeCursor(cursorOf(last)) : null }
}

/** For lists sorted by id; see `portionOf`. */
export const afterQuery = z.strictObject({ limit: limitField, after: idField('next_after') })

/** One page from rows fetched with a limit of `limit` + 1, and the id after which the next page begins. */
export function portionOf<Row extends { id: number }>(rows: Row[], limit: number) {
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
