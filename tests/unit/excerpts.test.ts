import { expect, test } from 'vitest'
import { excerptsOf, fitsOf } from '#desk/ticket-lists/excerpts.ts'
import { mostCharacters } from '#desk/ticket-lists/limits.ts'
import { termsIn } from '#lib/searched-words.ts'

const long = 10_000
const search = { terms: termsIn('needle') }
const message = (ticket_id: number, body: string) => ({
  ticket_id,
  title: 'A haystack',
  kind: 'message' as const,
  body: body.padEnd(long, ' hay'),
})
/** Oldest first: as much as is looked at, before it a message with the word. */
const tickets = (count: number) =>
  Array.from({ length: count }, (_, id) => {
    const looked_at = Math.floor(mostCharacters / count / long)
    return [message(id, 'A needle'), ...Array.from({ length: looked_at }, () => message(id, 'Nothing'))]
  }).flat()

test.each([1, 5, 40])('of %d tickets together a search looks at so many characters, from their ends', (count) => {
  const beyond = tickets(count)
  expect(excerptsOf(beyond, search).get(0)).toMatchObject({ text_html: null })
  expect(fitsOf(beyond, search).get(0)).toBe(0)
  const within = beyond.filter(({ body }, place) => place % (beyond.length / count) !== 1 && body)
  expect(excerptsOf(within, search).get(0)?.text_html).toMatch(/^A <mark>needle<\/mark>/)
  expect(fitsOf(within, search).size).toBe(count)
  expect(fitsOf(within, search).get(count - 1)).toBeGreaterThan(0)
})

test('letters of which one stands for many are marked where a word begins with them', () => {
  const [text] = [...excerptsOf([message(1, '\uFDFA'.repeat(20))], { terms: termsIn('صلى') }).values()]
  expect(text?.text_html).toContain('<mark>')
})
