import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase45, encodeBase45 } from '#lib/base45.ts'

test.each([
  ['AB', 'BB8'],
  ['Hello!!', '%69 VD92EX0'],
  ['base-45', 'UJCLQE7W581'],
  ['ietf!', 'QED8WEX0'],
])('encodes %s as RFC 9285 does', (plain, text) => {
  expect(encodeBase45(Buffer.from(plain))).toBe(text)
  expect(decodeBase45(text)?.toString()).toBe(plain)
})

test('decodes what it encodes, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      expect(decodeBase45(encodeBase45(bytes))).toEqual(Buffer.from(bytes))
    }),
  )
})

test('no two texts have the same bytes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z $%*+./:-]{0,30}$/), (text) => {
      const bytes = decodeBase45(text)
      if (bytes) expect(encodeBase45(bytes)).toBe(text)
    }),
  )
})

test.each(['A', 'ABCD', 'GGW', ':::', 'UU', 'abc', 'AB\n', 'AB8ÄÖÜ', 'B B8\0'])('refuses %j', (text) => {
  expect(decodeBase45(text)).toBeNull()
})
