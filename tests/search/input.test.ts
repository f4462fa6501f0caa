import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findTickets } from '#desk/ticket-lists/listing.ts'
import { listQuery } from '#desk/ticket-lists/schemas.ts'
import { openTicket } from '#desk/tickets/tickets.ts'
import { textOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { found } from './found.ts'

const world = await startApp()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const ticket = {
  title: 'Near and or not, a 日本語 title',
  message: 'NEAR(a b) AND x:y OR z* "quoted" 100% ½ Ёлка हिन्दी 👋',
}
const { ticket_id } = await openTicket(world.ctx, kim.actor, ticket)

const ask = async (q: string) => {
  const query = `q=${encodeURIComponent(q)}`
  const clients = [kim.api, kim.pages, anna.api, anna.pages]
  const answers = await Promise.all(clients.map((client) => client.get(`/tickets?${query}`)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
}

describe('whatever is typed is answered', () => {
  const typed = [
    '"',
    '""',
    '"a',
    "'",
    "a' OR 1=1 --",
    'AND',
    'OR',
    'NOT',
    'a AND',
    'a OR',
    'NOT a',
    'x:y',
    'title:x',
    'owner:c1',
    '^',
    '^a',
    '(',
    ')',
    '((a',
    'NEAR(',
    'NEAR(a b, 2)',
    '-a',
    'a -b',
    '*',
    'a*',
    '**',
    '+',
    'a+b',
    '{title}:a',
    '\\',
    "\\'",
    ':*',
    "'a':*",
    '<->',
    '!a',
    'a & b | c',
    '%',
    '_',
    ';',
    '👋',
    '👩‍👩‍👧',
    '\u200b',
    '\u0301',
    '½',
    '⑴',
    'ﷺ',
    'ﷺ'.repeat(100),
    'हिन्दी',
    '日本語',
    'x'.repeat(500),
    'a b c d e f g h i j k l',
    '\t\n',
    '0',
    '1e5',
    '-1',
    'kim@example.com',
    'https://example.com/a?b=c',
    '\u{10FFFF}',
    '\ue000',
    'İI',
  ]
  test.each(typed)('%j', ask)

  test('for any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const { limit, queue: _, ...asked } = listQuery.parse({ q: text.replaceAll('\0', ' ') })
        expect(await findTickets(world.ctx, anna.actor, asked, limit)).toMatchObject({ capped: false })
      }),
      { numRuns: 150, seed: 20_261_121 },
    )
  })

  test.each(['near', 'AND', 'x:y', 'NEAR(', '"quoted"', '-or', '日本', 'ёлка', 'हिन्दी', '(a)', 'z*', "'not'"])(
    'and as words: %s',
    async (q) => {
      expect(await found(kim, q)).toEqual([ticket_id])
      expect(await found(anna, q)).toEqual([ticket_id])
    },
  )

  test('nothing typed is no search', async () => {
    for (const q of ['', '   ']) expect(await found(kim, q)).toEqual([ticket_id])
  })

  test.each(['"', '*', '👋', '(-)'])('signs alone find nothing, and the page says what to type: %s', async (q) => {
    expect(await found(anna, q)).toEqual([])
    const { text } = await anna.pages.get(`/tickets?q=${encodeURIComponent(q)}`)
    expect(text).toContain('Type a word or a number to search for.')
  })
})

describe('what no search or list can be is refused with an explanation', () => {
  const refused = [
    `q=${'x'.repeat(10_000)}`,
    'q=a%00b',
    'q=a&q=b',
    'sort=password_hash',
    'sort=id;drop',
    'sort=title',
    'status=all',
    'assistant=0',
    'assistant=x',
    'assistant=99999999999',
    'customer=%25',
    'customer=a%20b',
    'priority=5',
    'escalated=no',
    'unread=1',
    'waiting_on=nobody',
    'from=yesterday',
    'from=2026-02-30',
    'to=2026-13-01',
    'assigned_to=x',
    'unassigned=yes',
    'assistant=me&unassigned=true',
    'queue=open&unassigned=true',
    'queue=open&q=a',
    'queue=open&sort=newest',
    `tag=${'x'.repeat(31)}`,
    'q=a&cursor=WzEsMV0',
    'status=any&cursor=WzEsMSwxXQ',
    'nonsense=1',
  ]
  test.each(refused)('%s', async (query) => {
    const { body } = await anna.api.get(`/tickets?${query}`).expect(400)
    expect(body.detail).toMatch(/\w+\.$/)
    await anna.pages.get(`/tickets?${query}`).expect(400)
  })

  test.each([
    'assistant=me',
    'assigned_to=me',
    'unassigned=true',
    'customer=kim',
    'escalated=yes',
    'priority=high',
    'tag=vip',
    'sort=priority',
  ])('%s, by a customer', async (query) => {
    const { errors } = (await kim.api.get(`/tickets?status=any&${query}`).expect(400)).body
    const field = /assign/.test(query) ? 'assistant' : query.split('=')[0]
    expect(errors).toEqual([{ field, message: 'There is no such filter for this account.' }])
    const { text } = await kim.pages.get(`/tickets?${query}`).expect(400)
    expect(text.split('There is no such filter for this account.')).toHaveLength(2)
  })
})

test('a page that refuses an address says what is wrong with it', async () => {
  const { text } = await anna.pages.get('/tickets?customer=Kim+Miller').expect(400)
  expect(textOf(text)).toContain('Something in this address cannot be read. A customer is a username')
})
