import { expect, test, vi } from 'vitest'
import { listPage } from '#events/events/listing.ts'
import { textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { apiOf, pagesOf } from '../support/people.ts'
import { startHouse, startingIn } from './stage.ts'

const { world, host, kim, create } = await startHouse()

const read = async (query: string) => {
  const { text } = await kim.pages.get(`/events?${query}`).expect(200)
  return { title: /<title>\s*(.*?)\s*·/s.exec(text)?.[1], found: pageOf(text).all('status').at(-1)?.text }
}

test('what a search has found is counted for who listens, one event as one', async () => {
  await create({ title: 'Tango at noon' })
  expect((await read('q=noon')).found).toBe('1 event.')
  await create({ title: 'Waltz at noon' })
  expect((await read('q=noon')).found).toBe('2 events.')
  expect((await read('q=midnight')).found).toBe('No events.')
  expect((await read('from=2026-12-05&to=2026-12-04')).found).toBe('The first day is later than the last.')
})

test('a card tells what the ticket types cost, and the event’s own price for those that have none', async () => {
  const priced = async (title: string, more: object) => {
    const id = await create({ title, ...more })
    const prices = async (path: string) =>
      Array.from(new Set((await kim.pages.get(path).expect(200)).text.match(/(from )?€\d+/g)))
    return [await prices(`/events?q=${title}`), await prices(`/events/${id}`)]
  }
  const type = (name: string, price?: number) => ({ name, ...(price !== undefined && { price }) })
  // For one place, two and so on.
  expect(await priced('Polka', { price: 10 })).toEqual([['€10'], ['€10', '€20', '€30', '€40']])
  expect(await priced('Mambo', { price: 10, types: [type('Adult', 12), type('Child', 8)] })).toEqual([
    ['from €8'],
    ['from €8', '€12', '€8'],
  ])
  expect(await priced('Samba', { price: 10, types: [type('Adult'), type('Helper')] })).toEqual([['€10'], ['€10']])
})

test.each([
  ['Rock’n’Roll for beginners', "rock'n'roll"],
  ['St. Mary’s ball', 'st marys'],
  ['Fest-noz in the barn', 'festnoz'],
  ['Hiphop', 'hip-hop'],
  ['„Milonga“, live', 'milonga live!'],
  ['Flöte & Geige', 'floete, gei'],
  ['Дерев’яна зала', 'деревʼяна'],
  ['芭蕾舞課', '“舞课”'],
  ['ﾊﾞﾚｴ教室', 'バレエ'],
  ['100% Kizomba', 'kizomba 100%'],
])('an event called %s is found by %s', async (title, q) => {
  await create({ title })
  expect((await read(new URLSearchParams({ q }).toString())).found).toBe('1 event.')
})

test('an event is found by words of its title that are typed without the space between them, in Korean', async () => {
  await create({ title: '청소년 발레 수업' })
  for (const q of ['청소년발레', '발레 청소년', '발레수업']) expect((await read(`q=${q}`)).found).toBe('1 event.')
  expect((await read('q=청소년수업')).found).toBe('No events.')
})

test('signs alone find no event', async () => {
  await create({ title: '100% Bachata' })
  expect((await read('q=%25')).found).toBe('No events.')
  expect((await read('q=+')).found).not.toBe('No events.')
})

test('a list of one’s own events asks visitors to log in', async () => {
  await pagesOf(world, '')
    .get('/events?hosted=me')
    .expect(303)
    .expect('location', '/login?next=%2Fevents%3Fhosted%3Dme')
  await apiOf(world, '').get('/events?hosted=me').expect(401)
})

test('the title of the page says when past events or bookings are shown', async () => {
  expect((await read('past=yes')).title).toBe('Past events')
  const { text } = await kim.pages.get('/bookings?past=yes').expect(200)
  expect(text).toMatch(/<title>\s*My past bookings ·/)
})

test('many searches of one visitor at once are refused to that visitor alone', async () => {
  const from = (address: string) => ({ ...world.ctx, client: { address, user_agent: null, limits: [] } })
  const search = (address: string) => listPage(from(address), null, { q: 'salsa' }, 10)
  const many = Promise.allSettled(Array.from({ length: 30 }, () => search('192.0.2.1')))
  const others = search('192.0.2.2')
  expect((await many).some(({ status }) => status === 'rejected')).toBe(true)
  await expect(others).resolves.toHaveProperty('rows')
})

test('past events and searches, which may have to read all events, are read where they hold up nobody', async () => {
  const reads = vi.spyOn(world.ctx.heavyReads, 'databaseFor')
  for (const query of ['q=nothing', 'past=yes', 'past=yes&q=nothing', '']) await kim.pages.get(`/events?${query}`)
  await pagesOf(world, '').get('/events?past=yes&q=nothing').expect(200)
  expect(reads.mock.calls).toEqual([[kim.id], [kim.id], [kim.id], ['127.0.0.1']])
})

test('an event that is cancelled or over does not say how many places are left', async () => {
  const isSaid = async (id: number) =>
    / places left/.test(textOf((await kim.pages.get(`/events/${id}`).expect(200)).text))
  const few = { capacity: 8, types: [{ name: 'Adult', places: 5 }] }
  const [cancelled, over] = [await create(few), await create({ ...few, ...startingIn(world, 30) })]
  expect([await isSaid(cancelled), await isSaid(over)]).toEqual([true, true])
  await host.api.post(`/events/${cancelled}/cancellation`, {}).expect(200)
  world.clock.advance(2 * hour)
  expect([await isSaid(cancelled), await isSaid(over)]).toEqual([false, false])
})
