import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eachHit, matcherOf, mostTermsIn } from '#lib/found-words.ts'
import { messageText } from '#lib/message-text.ts'
import { indexedWords, spelledText, termsIn } from '#lib/searched-words.ts'
import { spellingsOf } from '#lib/spelling.ts'
import { lettersOf } from '#lib/unspaced-letters.ts'

const hostile = {
  'letters that stand for many': 'ﷺ'.repeat(10_000),
  'stacked accents': `a${'\u0300\u0327'.repeat(5000)}`,
  'accents on every letter': 'a\u0300\u0327\u0323'.repeat(2500),
  'one long word': 'a'.repeat(10_000),
  'one long word with umlauts': 'ü'.repeat(10_000),
  'words that are put together': 'a-'.repeat(5000),
  'an endless address': 'a.'.repeat(5000),
  'parts of syllables': '\u1100'.repeat(10_000),
  'syllables in parts': '\u1100\u1161\u11a8'.repeat(3300),
  'non-joiners': 'ا\u200c'.repeat(5000),
  'invisible signs': '\u200b\u00ad'.repeat(5000),
  'a sentence without spaces': '退款申请'.repeat(2500),
  'digits in groups': '00 1(0)'.repeat(1400),
  'letters in groups': 'ab12 abcd abcd '.repeat(650),
  'halves of letters': '\ud800'.repeat(10_000),
}

test.each(Object.entries(hostile))('%s become no more words than a document may have, none of them long', (_, text) => {
  const { words, others } = indexedWords(text, 16_000)
  expect(words.length + others.length).toBeLessThanOrEqual(32_000)
  for (const word of [...words, ...others]) expect(word.length).toBeLessThanOrEqual(100)
  const needles = termsIn(text.slice(0, 500)).flatMap(({ any }) => any)
  for (const { words } of needles) expect(words.length).toBeLessThanOrEqual(10)
  eachHit(text, matcherOf(termsIn('need ücher a.a.a.b 申请')), () => {})
})

test('a text has no more words than it may', () => {
  expect(indexedWords('a b '.repeat(100), 50).words).toHaveLength(50)
})

test('a text for substrings has each row of letters once, however people place spaces in it', () => {
  expect(spelledText('가 나 다, Café 退款 申请')).toBe('가나다 cafe 退款申请')
})

test('a sign that is several letters is marked as a whole, by whichever of them it is found', () => {
  // In Lao ຫ and ມ are also written as one sign, ໝ.
  const text = 'ລາວໝາ'
  for (const [asked, found] of Object.entries({ ຫ: 'ໝ', ມ: 'ໝ', ມາ: 'ໝາ', ຫມ: 'ໝ', ວຫ: 'ວໝ', ໝາ: 'ໝາ' })) {
    const marked: string[] = []
    eachHit(text, matcherOf(termsIn(asked)), (start, end) => marked.push(text.slice(start, end)))
    expect([asked, ...marked]).toEqual([asked, found])
  }
})

describe('any text at all', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })

  test('is found by each of its own words, which are marked in the text', () => {
    fc.assert(
      fc.property(text, (some) => {
        const terms = termsIn(`${some} `)
        const found = new Set<number>()
        let done = 0
        eachHit(some, matcherOf(terms), (start, end, term) => {
          expect(start).toBeGreaterThanOrEqual(done)
          expect(end).toBeGreaterThan(start)
          done = end
          found.add(term)
        })
        expect(done).toBeLessThanOrEqual(some.length)
        if (terms.length > 0) expect(found.size).toBeGreaterThan(0)
      }),
      { numRuns: 1000, seed: 20_261_126 },
    )
  })

  test('has no more of the terms than are counted before they are looked for', () => {
    const sign = fc.constantFrom(...'aAbeé1 \n-*`>·’‑→×😀Ⓐ½™', '**', '- ', '> ', '\u200c', '\ufe0f')
    const written = fc.string({ unit: sign, maxLength: 40 })
    fc.assert(
      fc.property(written, fc.string({ unit: sign, maxLength: 5 }), (message, asked) => {
        const matcher = matcherOf(termsIn(asked))
        const found = new Set<number>()
        eachHit(messageText(message), matcher, (_start, _end, term) => found.add(term))
        expect(mostTermsIn(message, matcher)).toBeGreaterThanOrEqual(found.size)
      }),
      { numRuns: 5000, seed: 20_261_126 },
    )
  })

  test('is the same words in whichever form it is normalised', () => {
    fc.assert(
      fc.property(text, (some) => {
        const words = indexedWords(some.toWellFormed().normalize('NFC'), 1000)
        expect(indexedWords(some.toWellFormed().normalize('NFD'), 1000)).toEqual(words)
      }),
      { numRuns: 1000, seed: 20_261_126 },
    )
  })
})

test('ideographs, rare ones too, and Korean syllables are single letters, whatever marks they have', () => {
  const rare = Array.from({ length: 900 }, (_, n) =>
    String.fromCodePoint(0x20000 + 50 * n, 0x4e00 + 20 * n, 0xac00 + 12 * n),
  )
  const text = rare.join('').replace(/[^\p{L}]/gu, '')
  expect(lettersOf(text).letters.join('')).toBe(spellingsOf(text).plain)
  expect(lettersOf('𠀀漢\ufe00𠀁\u{e0100}字𠀂')).toEqual({
    letters: ['𠀀', '汉', '𠀁', '字', '𠀂'],
    at: [0, 2, 4, 8, 9, 11],
  })
})
