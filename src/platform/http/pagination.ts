import { z } from 'zod'
import { largestId } from '#lib/largest-id.ts'
import { idText } from './fields.ts'

/** Where a list goes on: what it is sorted by, of the last row shown; its id at the end. */
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

export const usualLimit = 25

export const limitField = z
  .string()
  .regex(/^\d{1,3}$/, 'A limit is a number from 1 to 100.')
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 100, 'A limit is a number from 1 to 100.')
  .default(usualLimit)

/** One page of rows that were fetched with one more than `limit`, and the cursor behind it. */
export function pageOf<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? writeCursor(cursorOf(last)) : null }
}

/** For lists that are shown by their ids: with `portionOf`. */
export const afterQuery = z.strictObject({ limit: limitField, after: idText().optional() })

/** One page of rows that were fetched with one more than `limit`, and the id behind which the next goes on. */
export function portionOf<Row extends { id: number }>(rows: Row[], limit: number) {
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
