import { describe, expect, test } from 'vitest'
import { bookPlaces } from '#events/bookings/bookings.ts'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { textOf } from '../accounts/reading.ts'
import { inboxOf } from '../notifications/told.ts'
import { hour, minute } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { pageOf } from '../support/page.ts'
import { join, joinConfirmed, type Member, password } from '../support/people.ts'
import { book, dayFromNow, placesBooked, placesTaken, startHouse, startingIn } from './stage.ts'

const { world, host, kim, create } = await startHouse({ env: { EVENT_HOSTS: 'everyone' } })
const boss = await join(world, 'boss', 'admin')
const question = { label: 'Child’s name', kind: 'text' }

const erase = ({ api }: Member) => api.post('/me/deletion', { current_password: password }).expect(204)
const suspend = ({ id }: Member) => boss.api.post(`/admin/accounts/${id}/suspension`).expect(200)
const textsTold = async (member: Member, event: number) =>
  (await inboxOf(member)).filter(({ subject }) => subject.id === event).map(({ text }) => text)
const eventOf = async (id: number, member: Member = boss) => (await member.api.get(`/events/${id}`).expect(200)).body

/** The tables that still contain a text. */
async function tablesThatName(word: string): Promise<string[]> {
  const found: string[] = []
  for (const { name } of await world.ctx.db.introspection.getTables()) {
    const rows = await world.ctx.db
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute()
    if (name !== 'captured_mails' && JSON.stringify(rows).toLowerCase().includes(word)) found.push(name)
  }
  return found
}

test('the data that one can download has bookings with answers, waiting lists, invitations and what one hosts', async () => {
  const dana = await joinConfirmed(world, 'dana')
  const own = await create({ title: 'Dana’s evening' }, dana)
  const [id, full] = [await create({ questions: [question] }), await create({ capacity: 1 })]
  const asked = (await eventOf(id)).questions[0].id
  await book(dana, id, { places: [{ answers: { [asked]: 'Ida' } }] })
  await book(kim, full)
  await dana.api.post(`/events/${full}/waiting-list`, { quantity: 1 }).expect(204)
  await host.api.post(`/events/${id}/invitations`, { who: [dana.email] }).expect(200)
  const { body } = await dana.api.get('/me/data').expect(200)
  expect(body).toMatchObject({
    bookings: [{ event_id: id, quantity: 1, answers: [{ place: 1, question: 'Child’s name', answer: 'Ida' }] }],
    waiting_lists: [{ event_id: full, quantity: 1, state: 'waiting' }],
    event_invitations: [{ event_id: id, email: dana.email, state: 'open' }],
    hosted_events: [{ id: own, title: 'Dana’s evening' }],
  })
  const others = (await kim.api.get('/me/data').expect(200)).body
  expect(others).toMatchObject({ hosted_events: [], event_invitations: [] })
  expect(others.bookings).toHaveLength(1)
})

describe.each([
  ['erased', erase],
  ['suspended', suspend],
] as const)('whoever is %s', (how, leave) => {
  test('no longer attends: their places go to people who wait, and the host is notified', async () => {
    const [gone, next] = [await join(world, `gone${how}`), await join(world, `next${how}`)]
    const [id, other] = [await create({ capacity: 2 }), await create({ capacity: 1 })]
    await book(gone, id, { quantity: 2 })
    await next.api.post(`/events/${id}/waiting-list`, { quantity: 2 }).expect(204)
    await book(kim, other)
    await gone.api.post(`/events/${other}/waiting-list`, { quantity: 1 }).expect(204)
    await leave(gone)
    await workOff(world)
    expect(await placesBooked(world, id)).toBe(0)
    expect((await eventOf(id, next)).waiting_list).toBe('offered')
    expect(await placesTaken(world, id)).toBe(2)
    expect((await host.api.get(`/events/${other}/waiting-list`).expect(200)).body.waiting).toEqual([])
    expect((await textsTold(host, id))[0]).toMatch(/ cancelled a booking\.$/)
  })

  test('keeps the place with which somebody is in already, and no other of the same booking', async () => {
    const gone = await join(world, `early-${how}`)
    const id = await create({ capacity: 2 })
    const booking = (await book(gone, id, { quantity: 2 })).body
    const [, unused] = (await gone.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
    const door = (await host.api.post(`/events/${id}/doors`, { name: 'Main' }).expect(201)).body.id
    const { people } = (await host.api.get(`/doors/${door}/people`).expect(200)).body
    await host.api.post(`/doors/${door}/admissions`, { pass_id: people[0].id }).expect(200)
    const asked = textOf((await boss.pages.get(`/admin/accounts/${gone.id}/suspension`).expect(200)).text)
    expect(asked).toContain('Places booked at upcoming and current events (1) are given back.')
    await leave(gone)
    await workOff(world)
    expect(await placesTaken(world, id)).toBe(1)
    expect((await host.api.get(`/doors/${door}/counts`)).body).toMatchObject({ admitted: 1, expected: 1 })
    expect((await boss.api.get(`/bookings/${booking.id}`)).body).toMatchObject({ cancelled_at: null, quantity: 1 })
    const scan = { code: unused.short_code, scan_id: `of-the-other-${how}` }
    expect((await host.api.post(`/doors/${door}/scans`, scan)).body).toMatchObject({ reason: 'cancelled' })
  })

  test('no longer hosts: a member’s events are cancelled with a reason, a colleague’s pass to an admin', async () => {
    const [member, colleague] = [
      await joinConfirmed(world, `member${how}`),
      await join(world, `colleague${how}`, 'assistant'),
    ]
    const [own, house] = [await create({}, member), await create({}, colleague)]
    for (const id of [own, house]) await book(kim, id)
    for (const one of [member, colleague]) await leave(one)
    await workOff(world)
    const cancelled = await eventOf(own, kim)
    expect(cancelled).toMatchObject({ cancelled_at: expect.any(String), cancel_reason: 'The host is no longer here.' })
    expect(await textsTold(kim, own)).toContain('An event is cancelled.')
    expect(await eventOf(house)).toMatchObject({ cancelled_at: null, host: { id: boss.id } })
    expect(await textsTold(kim, house)).toEqual(['Your places are booked.'])
    if (how === 'erased') expect(await textsTold(boss, house)).toContain('You now host an event whose host has left.')
  })
})

test.each([
  ['erased', erase],
  ['suspended', suspend],
] as const)(
  'a season of a colleague who is %s passes on a portion at a time, and none of it is cancelled',
  async (how, leave) => {
    const gone = await join(world, `season-${how}`, 'assistant')
    const first = await create({}, gone)
    for (const weeks of [60, 45])
      await gone.api.post(`/events/${first}/copies`, { until: dayFromNow(world, 7 + 7 * weeks) }).expect(200)
    const hosts = async () => {
      const events = world.ctx.db.selectFrom('events').select(['host_id', 'cancelled_at']).where('id', '>=', first)
      return Map.groupBy(await events.execute(), ({ host_id, cancelled_at }) => `${host_id} ${cancelled_at}`)
    }
    await leave(gone)
    expect((await hosts()).get(`${gone.id} null`)).toHaveLength(6)
    await workOff(world)
    expect([...(await hosts()).keys()]).toEqual([`${boss.id} null`])
  },
)

test('an account that was let in again before the job came keeps its places', async () => {
  const back = await join(world, 'back')
  const id = await create({ capacity: 2 })
  await book(back, id)
  await suspend(back)
  await boss.api.post(`/admin/accounts/${back.id}/reinstatement`).expect(200)
  await workOff(world)
  expect(await placesBooked(world, id)).toBe(1)
})

test('somebody who is no longer staff no longer hosts the house’s events', async () => {
  const former = await join(world, 'former', 'assistant')
  const id = await create({}, former)
  await boss.api.put(`/admin/accounts/${former.id}/type`, { account_type: 'customer' }).expect(200)
  expect((await eventOf(id)).host.id).toBe(boss.id)
  expect(await textsTold(boss, id)).toEqual([])
})

test('former staff leave the waiting lists of invite-only events to which they are not invited', async () => {
  const former = await join(world, 'waiter', 'assistant')
  const ids = [await create({ visibility: 'invite_only', capacity: 1 }), await create({ capacity: 1 })]
  const invited = await create({ visibility: 'invite_only', capacity: 1 })
  await host.api.post(`/events/${invited}/invitations`, { who: ['waiter'] }).expect(200)
  for (const id of [...ids, invited]) {
    await book(boss, id)
    await former.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
  }
  await boss.api.put(`/admin/accounts/${former.id}/type`, { account_type: 'customer' }).expect(200)
  await workOff(world)
  const seen = [...ids, invited].map(async (id) => (await former.api.get(`/events/${id}`)).status)
  expect(await Promise.all(seen)).toEqual([404, 200, 200])
  expect((await host.api.get(`/events/${invited}/waiting-list`).expect(200)).body.waiting).toHaveLength(1)
})

test('a new host can still cancel an own booking at the event', async () => {
  const gone = await join(world, 'dancer', 'assistant')
  const id = await create({}, gone)
  const { body } = await book(boss, id)
  await suspend(gone)
  expect((await eventOf(id)).host.id).toBe(boss.id)
  const page = pageOf((await boss.pages.get(`/events/${id}`).expect(200)).text)
  const asked = pageOf((await boss.pages.get(page.get('link', 'Cancel booking').href).expect(200)).text)
  const fields = asked.fieldsOf(`/bookings/${body.id}/cancellation`)
  await boss.pages.post(`/bookings/${body.id}/cancellation`).type('form').send(fields).expect(303)
  expect(await placesTaken(world, id)).toBe(0)
})

test('the new host of an event is no longer invited to it', async () => {
  const gone = await join(world, 'inviter', 'assistant')
  const id = await create({ title: 'Taken over', visibility: 'invite_only' }, gone)
  await gone.api.post(`/events/${id}/invitations`, { who: ['boss'] }).expect(200)
  const card = async () => textOf((await boss.pages.get('/events?q=taken').expect(200)).text)
  expect(await card()).toContain('You are invited')
  await suspend(gone)
  expect(await card()).toMatch(/Yours(?!.*You are invited)/)
})

test('the new host of an event no longer waits for a place there', async () => {
  const [gone, next] = [await join(world, 'singer', 'assistant'), await join(world, 'following')]
  for (const isOffered of [false, true]) {
    const id = await create({ capacity: 1 }, gone)
    const { body } = await book(kim, id)
    for (const one of [boss, next]) await one.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    const giveBack = () => kim.api.post(`/bookings/${body.id}/cancellation`).expect(200)
    if (isOffered) await giveBack()
    await boss.api.put(`/admin/accounts/${gone.id}/type`, { account_type: 'customer' }).expect(200)
    await boss.api.put(`/admin/accounts/${gone.id}/type`, { account_type: 'assistant' }).expect(200)
    if (!isOffered) await giveBack()
    expect((await eventOf(id)).waiting_list).toBeNull()
    expect((await eventOf(id, next)).waiting_list).toBe('offered')
    expect(await placesTaken(world, id)).toBe(1)
  }
})

test('copies of an event whose host has left belong to the person who makes them', async () => {
  const gone = await join(world, 'teacher', 'assistant')
  const id = await create(startingIn(world, 60), gone)
  world.clock.advance(3 * hour)
  await suspend(gone)
  const { event_ids } = (await host.api.post(`/events/${id}/copies`, { until: dayFromNow(world, 8) }).expect(200)).body
  expect((await eventOf(event_ids[0])).host.id).toBe(host.id)
  const own = await create()
  const copies = (await boss.api.post(`/events/${own}/copies`, { until: dayFromNow(world, 15) }).expect(200)).body
  expect((await eventOf(copies.event_ids[0])).host.id).toBe(host.id)
})

test('no answer and no address of an erased person is left', async () => {
  const philomena = await joinConfirmed(world, 'philomena')
  const id = await create({ questions: [question], visibility: 'invite_only' })
  const asked = (await eventOf(id)).questions[0].id
  await host.api.post(`/events/${id}/invitations`, { who: ['philomena@example.com', 'philomena'] }).expect(200)
  const past = await book(philomena, id, { places: [{ answers: { [asked]: 'Philomena’s child' } }] })
  await host.api.post(`/bookings/${past.body.id}/cancellation`, { reason: 'Philomena’s child is ill.' }).expect(200)
  await book(philomena, id, { places: [{ answers: { [asked]: 'Philomena’s child' } }] })
  await erase(philomena)
  await workOff(world)
  expect(await tablesThatName('philomena')).toEqual([])
  expect((await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations).toEqual([])
})

test('an account whose address nobody has confirmed takes nobody’s invitations along', async () => {
  const id = await create({ visibility: 'invite_only' })
  await host.api.post(`/events/${id}/invitations`, { who: ['owner@example.com'] }).expect(200)
  const claimant = { username: 'claimant', email: 'owner@example.com', password }
  const { body } = await world.api().post('/api/v1/accounts').send(claimant).expect(201)
  await world
    .api()
    .post('/api/v1/me/deletion')
    .set('Authorization', `Bearer ${body.session.access_token}`)
    .send({ current_password: password })
    .expect(204)
  expect((await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations).toHaveLength(1)
})

test('what somebody loses by leaving is said before they are suspended or erased', async () => {
  const [vera, nora] = [await joinConfirmed(world, 'vera'), await join(world, 'nora', 'assistant')]
  const pages = (member: Member) => [
    { who: boss, path: `/admin/accounts/${member.id}/suspension` },
    { who: boss, path: `/admin/accounts/${member.id}/deletion` },
    { who: member, path: '/profile/deletion' },
  ]
  const saidOf = (member: Member) =>
    Promise.all(pages(member).map(async ({ who, path }) => textOf((await who.pages.get(path).expect(200)).text)))
  for (const text of await saidOf(vera)) expect(text).not.toMatch(/to come|Waiting lists|Direct messages/)

  for (const by of [vera, nora]) await create({}, by)
  const [id, full] = [await create(), await create({ capacity: 1 })]
  await book(vera, id, { quantity: 2 })
  await book(kim, full)
  await vera.api.post(`/events/${full}/waiting-list`, { quantity: 1 }).expect(204)
  await book(kim, id)
  const [pass] = (await kim.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
  await kim.api.post(`/passes/${pass.id}/handover`, { username: 'vera' }).expect(200)
  for (const text of await saidOf(vera))
    for (const sentence of [
      'Upcoming events that this account hosts (1) are cancelled for good, and everybody with a place is notified.',
      /Places booked at upcoming( and current)? events \(2\) are given back\./,
      'Places that others have handed over (1) go back to them.',
      'The account leaves its waiting lists (1).',
    ])
      expect(text).toMatch(sentence)
  for (const text of await saidOf(nora))
    expect(text).toContain('Upcoming events that this account hosts (1) pass to an admin.')
})

test('a booking that was on its way while its person was erased is given back, with what it says', async () => {
  const late = await join(world, 'latecomer')
  const id = await create({ capacity: 1, questions: [question] })
  const asked = (await eventOf(id)).questions[0].id
  const purchase_token = issuePurchaseToken(world.ctx, late.id, id).token
  await erase(late)
  await workOff(world)
  const places = [{ type_id: null, answers: { [asked]: 'Quetzalcoatl' } }]
  await bookPlaces(world.ctx, late.actor, id, { purchase_token, places })
  expect(await tablesThatName('quetzalcoatl')).toEqual(['place_answers'])
  world.clock.advance(minute)
  await workOff(world)
  expect(await placesTaken(world, id)).toBe(0)
  expect(await tablesThatName('quetzalcoatl')).toEqual([])
})

test('a suspended person is not admitted to an event of several days; an erased person’s attendance stays recorded', async () => {
  const [gone, erased, inside] = [await join(world, 'dayslong'), await join(world, 'daysgone'), await join(world, 'in')]
  const id = await create({ ...startingIn(world, 60), end_date: dayFromNow(world, 3) })
  for (const one of [gone, erased, inside]) await book(one, id)
  const [{ short_code }] = (await gone.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
  world.clock.advance(2 * hour)
  await suspend(gone)
  await erase(erased)
  await workOff(world)
  const door = (await host.api.post(`/events/${id}/doors`, { name: 'Main' }).expect(201)).body.id
  const scanned = await host.api.post(`/doors/${door}/scans`, { code: short_code, scan_id: 'of-the-suspended' })
  expect(scanned.body).toMatchObject({ verdict: 'refused', reason: 'cancelled' })
  expect(await placesBooked(world, id)).toBe(2)

  const said = async () => textOf((await boss.pages.get(`/admin/accounts/${inside.id}/suspension`).expect(200)).text)
  const ofOne = 'Places booked at upcoming and current events (1) are given back.'
  expect(await said()).toContain(ofOne)
  const [{ id: pass_id }] = (await inside.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
  await host.api.post(`/doors/${door}/admissions`, { pass_id, scan_id: 'of-who-is-inside' }).expect(200)
  expect(await said()).not.toContain(ofOne)
})

test.each([
  ['erased', erase],
  ['suspended', suspend],
] as const)(
  'what somebody who is %s kept by an admission, or at an event that was over, is free once it is undone or moved',
  async (how, leave) => {
    const [gone, waits] = [await join(world, `undone-${how}`), await join(world, `waits-${how}`)]
    const id = await create({ capacity: 1 })
    await book(gone, id)
    const door = (await host.api.post(`/events/${id}/doors`, { name: 'Main' }).expect(201)).body.id
    const { people } = (await host.api.get(`/doors/${door}/people`).expect(200)).body
    const { admission_id } = (await host.api.post(`/doors/${door}/admissions`, { pass_id: people[0].id })).body
    const [over, full] = [
      await create({ ...startingIn(world, 30) }),
      await create({ ...startingIn(world, 30), capacity: 1 }),
    ]
    await book(gone, over)
    await book(kim, full)
    await waits.api.post(`/events/${full}/waiting-list`, { quantity: 1 }).expect(204)
    world.clock.advance(2 * hour)
    for (const one of [gone, waits]) await leave(one)
    await workOff(world)
    expect([await placesTaken(world, id), await placesTaken(world, over)]).toEqual([1, 1])
    await host.api.post(`/admissions/${admission_id}/undo`, { reason: 'Wrong' }).expect(204)
    const later = { date: dayFromNow(world, 7), end_date: null, start_time: '10:00', end_time: '11:00' }
    for (const event of [over, full]) await host.api.patch(`/events/${event}`, later).expect(200)
    await workOff(world)
    expect([await placesTaken(world, id), await placesTaken(world, over)]).toEqual([0, 0])
    expect((await host.api.get(`/events/${full}/waiting-list`).expect(200)).body.waiting).toEqual([])
  },
)
