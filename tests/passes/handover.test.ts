import { expect, test } from 'vitest'
import { book, startHouse, startingIn } from '../events/stage.ts'
import { inboxOf } from '../notifications/told.ts'
import { workOff } from '../support/letters.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'

const { world, create, kim, lee, host } = await startHouse()
const { ctx, clock } = world
const admin = await join(world, 'ada', 'admin')

async function bookedPass(event: number, by: Member = kim) {
  const booking = await book(by, event)
  const pass = await ctx.db
    .selectFrom('passes')
    .selectAll()
    .where('place_id', '=', booking.body.places[0].id)
    .executeTakeFirstOrThrow()
  return { id: pass.id, booking_id: booking.body.id as number }
}

const rowOf = (id: number) => ctx.db.selectFrom('passes').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const handOver = (from: Member, id: number, to: string) =>
  from.api.post(`/passes/${id}/handover`).send({ username: to })
const giveBack = (who: Member, id: number) => who.api.post(`/passes/${id}/return`)
const show = (who: Member, id: number) => who.api.post(`/passes/${id}/showings`)

const toldOf = async (who: Member, event: number) =>
  (await inboxOf(who))
    .filter(({ kind, subject }) => kind === 'event_pass' && subject.id === event)
    .map(({ text }) => text)

test('a place is handed to another account, who shows it; what the buyer showed is void', async () => {
  const event = await create()
  const { id } = await bookedPass(event)
  const { showing } = (await show(kim, id).expect(201)).body
  const before = await rowOf(id)
  const answer = (await handOver(kim, id, 'LEE').expect(200)).body
  expect(answer).toMatchObject({ holder: { username: 'lee' }, buyer: { username: 'kim' }, short_code: null })
  const after = await rowOf(id)
  expect(after).toMatchObject({ holder_id: lee.id, generation: 2, tag: null, session_id: null })
  expect(after.short_code).not.toBe(before.short_code)
  expect(after.public_id).toBe(before.public_id)
  expect((await show(kim, id)).status).toBe(404)
  expect((await kim.api.post(`/passes/${id}/showings/${showing}/codes`)).status).toBe(404)
  await show(lee, id).expect(201)
  expect((await lee.api.get(`/passes/${id}`)).body.short_code).toMatch(/^\w{4}-\w{4}$/)
  expect(await toldOf(lee, event)).toEqual([expect.stringContaining('handed you a place')])
  const page = await lee.pages.get('/bookings').expect(200)
  expect(page.text).toContain(`/passes/${id}`)
})

test('the holder gives it back, and the buyer is notified', async () => {
  const event = await create()
  const { id } = await bookedPass(event)
  await handOver(kim, id, 'lee').expect(200)
  expect((await handOver(lee, id, 'mira')).body.code).toBe('not_the_buyer')
  await giveBack(lee, id).expect(204)
  expect(await rowOf(id)).toMatchObject({ holder_id: kim.id, generation: 3 })
  expect(await toldOf(kim, event)).toEqual([expect.stringContaining('gave back a place')])
  expect((await lee.api.get(`/passes/${id}`)).status).toBe(404)
  expect((await giveBack(kim, id)).body.code).toBe('not_handed_over')
})

test('the buyer takes it back, and it can be handed to one person at a time', async () => {
  const event = await create()
  const { id } = await bookedPass(event)
  await handOver(kim, id, 'lee').expect(200)
  expect((await handOver(kim, id, 'ada')).body.code).toBe('handed_over')
  await giveBack(kim, id).expect(204)
  // The unread notification that they had it is no longer true.
  expect(await toldOf(lee, event)).toEqual(['kim took back a place that they had handed to you.'])
  expect((await show(lee, id)).status).toBe(404)
  await show(kim, id).expect(201)
})

test.each([
  ['nobody', 'There is nobody'],
  ['kim', 'is yours already'],
  ['mira', 'The host needs no place'],
  ['away', 'There is nobody'],
  ['blocked', 'There is nobody'],
  ['blocking', 'There is nobody'],
])('it cannot be handed to %s: %s', async (username, sentence) => {
  const { id } = await bookedPass(await create())
  if (!['nobody', 'kim', 'mira'].includes(username)) {
    const other = await join(world, username)
    if (username === 'away') await admin.api.post(`/admin/accounts/${other.id}/suspension`).expect(200)
    const block = (account_id: number, blocked_id: number) =>
      ctx.db.insertInto('blocks').values({ account_id, blocked_id, blocked_at: 1 }).execute()
    if (username === 'blocked') await block(kim.id, other.id)
    if (username === 'blocking') await block(other.id, kim.id)
  }
  const refused = await handOver(kim, id, username).expect(422)
  expect(refused.body.errors).toEqual([{ field: 'username', message: expect.stringContaining(sentence) }])
  expect(await rowOf(id)).toMatchObject({ holder_id: kim.id, generation: 1 })
})

test('no longer once it is used, cancelled or over', async () => {
  const event = await create(startingIn(world, 30))
  const [used, cancelled, over] = [await bookedPass(event), await bookedPass(event), await bookedPass(event)]
  await ctx.db.updateTable('passes').set({ used_at: clock.now() }).where('id', '=', used.id).execute()
  await kim.api.post(`/bookings/${cancelled.booking_id}/cancellation`).expect(200)
  expect((await handOver(kim, used.id, 'lee')).body.code).toBe('pass_used')
  expect((await handOver(kim, cancelled.id, 'lee')).body.code).toBe('pass_cancelled')
  clock.advance(91 * 60_000)
  expect((await handOver(kim, over.id, 'lee')).body.code).toBe('event_over')
})

test('of handing over, showing and giving back at once each finds the pass whole', async () => {
  const { id } = await bookedPass(await create())
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      n % 3 === 0 ? handOver(kim, id, 'lee') : n % 3 === 1 ? giveBack(lee, id) : show(kim, id),
    ),
  )
  for (const { status } of answers) expect([200, 201, 204, 403, 404, 409]).toContain(status)
  const { generation, holder_id, session_id } = await rowOf(id)
  const moves = answers.filter(({ status }) => status === 200 || status === 204).length
  expect(generation).toBe(1 + moves)
  if (session_id !== null) expect([holder_id, session_id]).toEqual([kim.id, kim.actor.session_id])
})

test('who holds a pass sees an event that is not for everybody, as long as they hold it', async () => {
  const event = await create({ visibility: 'invite_only' })
  await host.api
    .post(`/events/${event}/invitations`)
    .send({ who: ['kim'] })
    .expect(200)
  const { id } = await bookedPass(event)
  await lee.api.get(`/events/${event}`).expect(404)
  await handOver(kim, id, 'lee').expect(200)
  await lee.api.get(`/events/${event}`).expect(200)
  expect((await lee.pages.get(`/events/${event}`)).text).toContain(`/events/${event}/passes`)
  await giveBack(kim, id).expect(204)
  await lee.api.get(`/events/${event}`).expect(404)
  expect(await toldOf(lee, event)).toEqual(['kim took back a place that they had handed to you.'])
})

test('the bell does not count an invite-only event whose place was taken back', async () => {
  const event = await create()
  const { id } = await bookedPass(event)
  const other = await join(world, 'passing')
  await handOver(kim, id, 'passing').expect(200)
  await host.api.patch(`/events/${event}`).send({ location: 'Studio 3', notify: true }).expect(200)
  await giveBack(kim, id).expect(204)
  await host.api.patch(`/events/${event}`).send({ visibility: 'invite_only' }).expect(200)
  expect(await toldOf(other, event)).toEqual(['kim took back a place that they had handed to you.'])
  expect((await other.api.get('/notifications/counts').expect(200)).body.unread).toBe(1)
})

test('attendees are those who hold the passes; host and staff see who has whose place', async () => {
  const event = await create({ attendees_visible: true })
  const { id } = await bookedPass(event)
  await handOver(kim, id, 'lee').expect(200)
  const { attendees } = (await host.api.get(`/events/${event}/bookings`)).body
  expect(attendees[0]).toMatchObject({ person: { username: 'kim' }, places: [{ holder: { username: 'lee' } }] })
  expect((await host.pages.get(`/events/${event}/attendees`)).text).toContain('for lee')
  const csv = (await host.pages.get(`/events/${event}/attendees.csv`)).text
  expect(csv.split('\n')[1]).toContain(',,lee,')
  const names = (await host.pages.get(`/events/${event}`)).text
  expect(names).toContain('>lee<')
  expect(names).not.toContain('>kim<')
})

test('a handed-over place is among its holder’s events, with the pass on the home page', async () => {
  const event = await create({ title: 'Handed show', ...startingIn(world, 90) })
  const { id } = await bookedPass(event)
  await handOver(kim, id, 'lee').expect(200)
  const card = pageOf((await lee.pages.get('/events?q=handed+show').expect(200)).text).get('main')
  expect(card.text).toContain('You are going')
  const home = pageOf((await lee.pages.get('/home').expect(200)).text)
  expect(home.get('link', /Handed show/).href).toBe(`/events/${event}/passes`)
})

test('cancelling a booking includes handed-over places, and their holder is notified', async () => {
  const event = await create()
  const { id, booking_id } = await bookedPass(event)
  await handOver(kim, id, 'lee').expect(200)
  await kim.api.post(`/bookings/${booking_id}/cancellation`).expect(200)
  expect((await show(lee, id)).body.code).toBe('pass_cancelled')
  expect((await toldOf(lee, event)).length).toBe(2)
})

test('what was handed to somebody who is suspended goes back to the buyer', async () => {
  const event = await create()
  const { id } = await bookedPass(event)
  const gone = await join(world, 'gone')
  await handOver(kim, id, 'gone').expect(200)
  await admin.api.post(`/admin/accounts/${gone.id}/suspension`).expect(200)
  await workOff(world)
  expect(await rowOf(id)).toMatchObject({ holder_id: kim.id, cancelled_at: null })
  expect(await toldOf(kim, event)).toEqual([expect.stringContaining('is yours again')])
})

test('one’s own data name the passes that one holds, and none of their secrets', async () => {
  const { id } = await bookedPass(await create())
  await show(kim, id).expect(201)
  const { passes } = (await kim.api.get('/me/data').expect(200)).body
  expect(passes.find((pass: { id: number }) => pass.id === id)).toMatchObject({ used_at: null })
  const { short_code, public_id, tag } = await rowOf(id)
  for (const secret of [short_code, public_id, tag]) expect(JSON.stringify(passes)).not.toContain(secret)
})

test('all that somebody was handed is found, a page at a time, the next first', async () => {
  const many = await join(world, 'many')
  const events = [await create(startingIn(world, 48 * 60)), await create(startingIn(world, 24 * 60))]
  for (const event of events) for (let n = 0; n < 4; n++) await book(kim, event, { quantity: 4 })
  await ctx.db.updateTable('passes').set({ holder_id: many.id }).where('event_id', 'in', events).execute()
  const shown: string[] = []
  let path: string | undefined = '/bookings'
  for (; path; ) {
    const page: ReturnType<typeof pageOf> = pageOf((await many.pages.get(path).expect(200)).text)
    shown.push(...page.all('link', 'Salsa for two').map(({ href }) => href))
    path = page.all('link', 'More places handed to you')[0]?.href
  }
  const ofNext = await ctx.db
    .selectFrom('passes')
    .select('id')
    .where('event_id', '=', events[1] as number)
    .execute()
  expect(new Set(shown).size).toBe(32)
  expect(shown.slice(0, 16).sort()).toEqual(ofNext.map(({ id }) => `/passes/${id}`).sort())
  const own = await create({ title: 'Booked' }, host)
  for (let n = 0; n < 26; n++) await book(many, own)
  const bookings = async (path: string) => {
    const page = pageOf((await many.pages.get(path).expect(200)).text)
    const hrefs = (name: string) => page.all('link', name).map(({ href }) => href)
    return { page, listed: [hrefs('Salsa for two').length, hrefs('Booked').length] }
  }
  const first = await bookings('/bookings')
  const rest = await bookings(first.page.get('link', 'More places handed to you').href)
  const end = await bookings(rest.page.get('link', 'More').href)
  expect([first.listed, rest.listed, end.listed]).toEqual([
    [25, 25],
    [7, 25],
    [7, 1],
  ])
})
