import { z } from 'zod'
import { largestId } from './fields.ts'

/** Where a list goes on: the sort value and id of the last row shown. */
export interface Cursor {
  value: number
  id: number
}

const position = z.tuple([z.number().int(), z.number().int().min(0).max(largestId)])

export const writeCursor = ({ value, id }: Cursor) => Buffer.from(JSON.stringify([value, id])).toString('base64url')

function readCursor(text: string): Cursor | null {
  try {
    const [value, id] = position.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { value, id }
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

export const limitField = z
  .string()
  .regex(/^\d{1,3}$/, 'A limit is a number from 1 to 100.')
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 100, 'A limit is a number from 1 to 100.')
  .default(25)

/** One page of rows that were fetched with one more than `limit`, and the cursor behind it. */
export function pageOf<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? writeCursor(cursorOf(last)) : null }
}
