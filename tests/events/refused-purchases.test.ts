import { expect, test } from 'vitest'
import { pageOf } from '../support/page.ts'
import type { Member } from '../support/people.ts'
import { sendForm } from '../tickets/desk.ts'
import { book, placesBooked, startHouse, startingIn, tokenFor } from './stage.ts'

// Page and API refuse a purchase for the same reason, and store nothing.

const { world, host, kim, lee, create } = await startHouse()
const minute = 60_000

interface Purchase {
  event: number
  /** By default a new one for kim. */
  token?: string
  quantity?: unknown
  type?: number
  by?: Member
}

const byQuantity = [0, 5, -1, 1.5, 'two', '', null, [2, 3]].map(
  (quantity) =>
    [`${JSON.stringify(quantity)} places`, 'invalid', async () => ({ event: await create(), quantity })] as const,
)

const byToken: [what: string, code: string, purchase: () => Promise<Purchase>][] = [
  ['no token', 'purchase_token_missing', async () => ({ event: await create(), token: '' })],
  ['a token that was made up', 'purchase_token_unknown', async () => ({ event: await create(), token: 'made.up' })],
  [
    'another account’s token',
    'purchase_token_of_another_account',
    async () => {
      const event = await create()
      return { event, token: await tokenFor(lee, event) }
    },
  ],
  [
    'another event’s token',
    'purchase_token_of_another_event',
    async () => ({ event: await create(), token: await tokenFor(kim, await create()) }),
  ],
  [
    'a token of an hour ago',
    'purchase_token_expired',
    async () => {
      const event = await create()
      const token = await tokenFor(kim, event)
      world.clock.advance(60 * minute)
      return { event, token }
    },
  ],
  [
    'a token that was issued while the clock was ahead',
    'purchase_token_expired',
    async () => {
      const event = await create()
      world.clock.advance(10 * minute)
      const token = await tokenFor(kim, event)
      world.clock.advance(-10 * minute)
      return { event, token }
    },
  ],
  [
    'a token that has booked something else',
    'purchase_token_used',
    async () => {
      const event = await create()
      const token = await tokenFor(kim, event)
      await book(kim, event, { purchase_token: token, quantity: 2 })
      return { event, token }
    },
  ],
]

const byEvent: [what: string, code: string, purchase: () => Promise<Purchase>][] = [
  ['an event that there is not', 'not_found', async () => ({ event: 2_000_000_000, token: '' })],
  ['a type that the event has not', 'unknown_type', async () => ({ event: await create(), type: 77 })],
  [
    'no type where there are some',
    'unknown_type',
    async () => ({ event: await create({ types: [{ name: 'Adult' }] }) }),
  ],
  ['one’s own event', 'own_event', async () => ({ event: await create(), by: host })],
  [
    'an event that is cancelled',
    'event_cancelled',
    async () => {
      const event = await create()
      await host.api.post(`/events/${event}/cancellation`, { reason: 'The teacher is ill.' }).expect(200)
      return { event }
    },
  ],
  ...[31, 95].map((minutes): [string, string, () => Promise<Purchase>] => [
    minutes > 90 ? 'an event that is over' : 'an event that has begun',
    'event_started',
    async () => {
      const event = await create(startingIn(world, 30))
      world.clock.advance(minutes * minute)
      return { event }
    },
  ]),
  [
    'an event that one is not invited to',
    'not_found',
    async () => ({ event: await create({ visibility: 'invite_only' }), token: '' }),
  ],
  [
    'an event that was for everybody when the token was issued',
    'not_found',
    async () => {
      const event = await create()
      const token = await tokenFor(kim, event)
      await host.api.patch(`/events/${event}`, { visibility: 'invite_only' }).expect(200)
      return { event, token }
    },
  ],
]

const byNumber: [what: string, code: string, purchase: () => Promise<Purchase>][] = [
  [
    'more than a person may have, over all purchases',
    'too_many_places',
    async () => {
      const event = await create({ places_per_person: 3 })
      await book(kim, event, { quantity: 2 })
      return { event, quantity: 2 }
    },
  ],
  ['more than there are', 'too_few_places', async () => ({ event: await create({ capacity: 2 }), quantity: 3 })],
  [
    'what is sold out',
    'sold_out',
    async () => {
      const event = await create({ capacity: 2 })
      await book(lee, event, { quantity: 2 })
      return { event }
    },
  ],
]

async function storedFor(event: number) {
  const counted = await world.ctx.db.selectFrom('events').select('places_taken').where('id', '=', event).execute()
  return { booked: await placesBooked(world, event), counted }
}

test.each([...byQuantity, ...byToken, ...byEvent, ...byNumber])('%s: %s', async (_what, code, purchase) => {
  const { by = kim, event, quantity = 1, type, ...given }: Purchase = await purchase()
  const purchase_token = given.token ?? (await tokenFor(by, event))
  const before = await storedFor(event)
  const at = `/events/${event}/bookings`

  const { status, body } = await by.api.post(at, { purchase_token, quantity, ...(type && { type_id: type }) })
  const form = { purchase_token, quantity: String(quantity), ...(type && { type_id: String(type) }) }
  const page = await by.pages.post(at).type('form').send(form).redirects(0)

  expect([body.code, page.status]).toEqual([code, status])
  if (code !== 'not_found') expect(page.text).toContain(body.detail)
  expect(await storedFor(event)).toEqual(before)
})

test('a form says each sentence of a refusal once', async () => {
  const said = (text: string, sentence: string) => text.split(sentence).length - 1
  const long = await sendForm(host, `/events/${await create()}/cancellation`, { reason: 'x'.repeat(1001) }).expect(422)
  expect(said(long.text, 'The reason can have at most 1000 characters.')).toBe(1)

  const event = await create({ types: [{ name: 'Adult' }, { name: 'Child' }] })
  const ticket = { purchase_token: await tokenFor(kim, event), quantity: '1', type_1: '99999' }
  const gone = await sendForm(kim, `/events/${event}/bookings`, ticket).expect(422)
  expect(said(gone.text, 'This event has no such ticket type.')).toBe(1)
  expect(pageOf(gone.text).get('alert').text).toBe('This event has no such ticket type.')
})
