import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { matcherOf, segmentsOf } from '#lib/found-words.ts'
import { indexedWords, termsIn } from '#lib/searched-words.ts'
import { fullText, writeDocument } from '#platform/db/full-text.ts'
import { startApp } from '../support/world.ts'

let seed = 4711
const random = (below: number) => {
  seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32
  return Math.floor((seed / 2 ** 32) * below)
}
const oneOf = <T>(all: T[]): T => all[random(all.length)] as T

const words = [
  ...['Mueller', 'jaeger', 'Größe', 'neue', 'Quelle', 'Ål', 'Aal', 'đur', 'smørrebrød'],
  ...['e-mail', 'email', 'e－mail', 'אי־מייל', 'אימייל', 'don’t', 'dont', 'U.S.A.', 'USA', 'z.B.', 'so\u00adft', '37½'],
  ...['Lüdenscheid-Süd', 'a@tanz-schule.de', 'a@müller.de', 'می‌خواهم', 'col·legi', '東京', '東 京', 'ໝາ', '한국어'],
  ...['DE89 3704 0044 0532 0130 00', 'de89370400440532013000', '0170 1234567', '+49 (0)170 1234567', '0170/123 45 67'],
]
const between = [' ', ' ', ' ', '-', '.', '. ', "'", ', ', '\n', '_', '@', '/', '－', '־', '\u200c']
/** Up to three different words. */
function aText(): string {
  const [first, step] = [random(words.length), 1 + random(9)]
  return [0, 1, 2]
    .slice(random(3))
    .map((n) => words[(first + n * step) % words.length] + oneOf(between))
    .join('')
}

const respelled: [RegExp, string][] = [
  ...([
    [/ü/g, 'ue'],
    [/ue/g, 'ü'],
    [/ö/g, 'oe'],
    [/oe/g, 'ö'],
    [/ß/g, 'ss'],
    [/ø/g, 'oe'],
  ] as [RegExp, string][]),
  ...([
    [/-/g, ''],
    [/-/g, ' '],
    [/[’.־ ]/g, ''],
    [/ /g, '-'],
  ] as [RegExp, string][]),
]

/** As somebody might search for it, perhaps before the last word is complete. */
function asked(text: string): string {
  const query = respelled.reduce((some, [sign, other]) => (random(8) === 0 ? some.replace(sign, other) : some), text)
  return random(2) === 0 ? query : query.slice(0, 1 + random(query.length))
}

test('what is found is marked, whatever it is and however it was typed', async () => {
  const { ctx } = await startApp()
  const texts = Array.from({ length: 150 }, aText)
  for (const [n, text] of texts.entries()) {
    const title = indexedWords(text, 100)
    await writeDocument(ctx.db, { id: n + 1, title, body: { words: [], others: [] }, notes: null, keys: [] })
  }
  let found = 0
  for (const text of [...texts, ...texts, ...texts]) {
    const terms = termsIn(asked(text))
    if (terms.length === 0) continue
    const search = fullText(ctx.db, { table: 'search_documents', terms: terms.map((term) => ({ ...term, keys: [] })) })
    const { rows } = await sql<{ id: number }>`
      select ${search.document} as id from search_documents where ${search.matches}`.execute(ctx.db)
    found += rows.length
    for (const written of rows.map(({ id }) => texts[Number(id) - 1] ?? ''))
      for (const term of terms) {
        const isMarked = segmentsOf(written, matcherOf([term])).some(({ hit }) => hit !== null)
        expect({ written, term, isMarked }).toEqual({ written, term, isMarked: true })
      }
  }
  expect(found).toBeGreaterThan(texts.length)
})
