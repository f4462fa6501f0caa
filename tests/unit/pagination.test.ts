import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largestId } from '#lib/largest-id.ts'
import { type Cursor, cursorField, limitField, pageOf, writeCursor } from '#platform/http/pagination.ts'

const cursors = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: largestId }))
const sealed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a cursor', () => {
  test('comes back as it was given out', () => {
    fc.assert(fc.property(cursors, (cursor) => void expect(cursorField.parse(writeCursor(cursor))).toEqual(cursor)))
  })

  test.each([
    '',
    'x',
    '%00',
    sealed([1]),
    sealed([1, 2, 3, 4, 5]),
    sealed(['1', 2]),
    sealed([1.5, 2]),
    sealed([1, -2]),
    sealed([1, largestId + 1]),
    sealed([1e300, 2]),
    sealed({ value: 1, id: 2 }),
    sealed(null),
    sealed([1, 2]).repeat(40),
  ])('%j is none that a list gave out', (text) => {
    expect(cursorField.safeParse(text).success).toBe(false)
  })

  test('made of anything at all breaks nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void cursorField.safeParse(text)))
  })
})

describe('a limit', () => {
  test.each([
    ['1', 1],
    ['100', 100],
    [undefined, 25],
  ])('%j is %j', (text, limit) => {
    expect(limitField.parse(text)).toBe(limit)
  })

  test.each(['0', '101', '-1', '1.5', 'all', '', '9999'])('%j is refused', (text) => {
    expect(limitField.safeParse(text).success).toBe(false)
  })
})

describe('pages of a list', () => {
  test('hold every row once and in order, with equal sort values and any page size', () => {
    const values = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 8 }), (values, limit) => {
        const all = values.map((value, index) => [value, index + 1]).sort(inOrder)
        expect(walk(all, limit)).toEqual(all)
      }),
    )
  })
})

const inOrder = ([a = 0, x = 0]: Cursor, [b = 0, y = 0]: Cursor) => a - b || x - y

function walk(all: Cursor[], limit: number): Cursor[] {
  const seen: Cursor[] = []
  let after: Cursor | undefined
  do {
    const rest = after ? all.filter((row) => inOrder(row, after as Cursor) > 0) : all
    const { rows, next } = pageOf(rest.slice(0, limit + 1), limit, (row) => row)
    seen.push(...rows)
    after = next === null ? undefined : cursorField.parse(next)
  } while (after)
  return seen
}
