import { expect, test } from 'vitest'
import { excerptsOf, fitsOf } from '#desk/ticket-lists/excerpts.ts'
import { termsIn } from '#lib/searched-words.ts'

const long = 10_000
const message = (ticket_id: number, body: string) => ({
  ticket_id,
  title: 'A haystack',
  kind: 'message' as const,
  body: body.padEnd(long, ' hay'),
})
/** Newest first: as much text as is searched, and after it a message with the word. */
const tickets = (count: number, messages: number) =>
  Array.from({ length: count }, (_, n) => [
    ...Array.from({ length: messages }, () => message(n + 1, 'Nothing')),
    message(n + 1, 'A needle'),
  ]).flat()

test.each([1, 5, 40])('of each of %d tickets a search looks at so many characters, from its end', (count) => {
  const search = { terms: termsIn('needle'), characters: 3 * long * count }
  const beyond = tickets(count, 3)
  expect(excerptsOf(beyond, search, count).get(1)).toMatchObject({ text_html: null })
  expect(fitsOf(beyond, search, count).get(1)).toBe(0)
  const within = tickets(count, 2)
  expect(excerptsOf(within, search, count).get(1)?.text_html).toMatch(/^A <mark>needle<\/mark>/)
  expect(fitsOf(within, search, count).size).toBe(count)
  expect(fitsOf(within, search, count).get(count)).toBeGreaterThan(0)
})

test.each([
  ['a space', 'one two '.repeat(40), '… '],
  ['letters without a space', '我们想知道明天的课程'.repeat(9), '… 我'],
  ['no half of an emoji', `${'😀'.repeat(40)}，`, '… 😀'],
  ['no mark without its letter', `${'e\u0331'.repeat(60)}，`, '… e\u0331'],
])('what is shown of a long text begins with %s', (_what, lead, start) => {
  const search = { terms: termsIn('needle '), characters: long }
  const shown = excerptsOf([message(1, `${lead}needle 😀`)], search, 1).get(1)?.text_html ?? ''
  expect(shown.slice(0, start.length)).toBe(start)
  expect(shown.isWellFormed()).toBe(true)
})

test('a character that is several letters is marked if a word begins with one of them', () => {
  const [text] = [
    ...excerptsOf([message(1, '\uFDFA'.repeat(20))], { terms: termsIn('صلى'), characters: long }, 1).values(),
  ]
  expect(text?.text_html).toContain('<mark>')
})
