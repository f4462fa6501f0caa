import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largestId } from '#lib/largest-id.ts'
import { idNumber, idParams, line, prose, typed } from '#platform/http/fields.ts'

const title = line('The title', 3, 5)
const message = prose('A message', 3, 10)
const accepts = (schema: typeof typed | typeof title, text: unknown) => schema.safeParse(text).success

describe('typed text', () => {
  test.each(['a\0b', '\ud800', 'x\udc00y', 7, null, ['text'], { text: 1 }])('%j is refused', (text) => {
    expect(accepts(typed, text)).toBe(false)
  })

  test('is normalised, with plain line breaks', () => {
    expect(typed.parse('e\u0301\r\nb\rc\n')).toBe('\u00e9\nb\nc\n')
  })

  test('stays as it is once accepted', () => {
    const wellFormed = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0'))
    fc.assert(fc.property(wellFormed, (text) => void expect(typed.parse(typed.parse(text))).toBe(typed.parse(text))))
  })
})

describe('a line', () => {
  test('loses the spaces around it, and they do not count', () => {
    expect(title.parse('  abc  ')).toBe('abc')
    expect(accepts(title, 'a    ')).toBe(false)
  })

  test('loses what would turn around the text behind it, and keeps what writes a word', () => {
    expect(title.parse('\u202eabcd \u2067')).toBe('abcd')
    expect(title.parse('می\u200cخو')).toBe('می\u200cخو')
  })

  test('counts characters, not code units', () => {
    expect(accepts(title, '💃💃💃💃💃')).toBe(true)
    expect(accepts(title, '💃💃')).toBe(false)
    expect(accepts(title, '💃💃💃💃💃💃')).toBe(false)
  })

  test('takes what was copied from a row of a table', () => {
    expect(title.parse('ab\tcd\t')).toBe('ab cd')
  })

  test.each(['ab\ncd', 'ab\u000bcd', 'ab\u001bc', 'ab\u0085c'])('%j is more than a line of text', (text) => {
    expect(accepts(title, text)).toBe(false)
  })

  test('never gives out what it would refuse', () => {
    const any = line('It', 1, 40)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const result = any.safeParse(text)
        if (result.success) expect(any.parse(result.data)).toBe(result.data)
      }),
    )
  })
})

describe('prose', () => {
  test('keeps its lines and spaces', () => {
    expect(message.parse(' a\n  bc ')).toBe(' a\n  bc ')
  })

  test('needs enough characters besides blanks; its length includes them', () => {
    expect(accepts(message, '         ')).toBe(false)
    expect(accepts(message, 'a'.repeat(10))).toBe(true)
    expect(accepts(message, `${'a'.repeat(10)} `)).toBe(false)
  })
})

describe('an id', () => {
  test.each(['0', '00', '01', '-1', '+1', '1.0', '1e3', ' 1', '0x1', '१', '2147483648', '99999999999', ''])(
    '%j in an address is none',
    (id) => {
      expect(idParams.safeParse({ id }).success).toBe(false)
    },
  )

  test('goes up to the largest that both engines hold', () => {
    expect(idParams.parse({ id: String(largestId) })).toEqual({ id: largestId })
    expect(idNumber.safeParse(largestId).success).toBe(true)
    for (const id of [largestId + 1, 1e20, 0, -1, 1.5, '1', null]) {
      const { error } = idNumber.safeParse(id)
      const sentences = new Set(error?.issues.map(({ message }) => message))
      expect([...sentences]).toEqual(['An id is a whole number from 1 to 2147483647.'])
    }
  })
})
