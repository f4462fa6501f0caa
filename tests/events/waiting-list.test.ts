import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { placesCheckJob } from '#events/events/reminders.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { inboxOf } from '../notifications/told.ts'
import { hour, minute } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { book, dayFromNow, placesBooked, placesTaken, startHouse, startingIn } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse({ env: { EVENT_OFFER_HOURS: '24', SESSION_HOURS: '8000' } })
const second = await startApp({ database: world.database, clock: world.clock, env: { TIME_ZONE: 'UTC' } })
let people = 0
const somebody = (on = world) => join(on, `waiter${people++}`)

const wait = (member: Member, id: number, quantity = 1) => member.api.post(`/events/${id}/waiting-list`, { quantity })
const stateOf = async (member: Member, id: number) =>
  (await member.api.get(`/events/${id}`).expect(200)).body.waiting_list
const kindsTold = async (member: Member, id: number) =>
  (await inboxOf(member)).filter(({ subject }) => subject.id === id).map(({ kind }) => kind)
const cancel = (member: Member, booking: number) => member.api.post(`/bookings/${booking}/cancellation`)

async function heldFor(id: number): Promise<number> {
  const { rows } = await sql<{ held: number }>`select coalesce(sum(places), 0) as held from waiting_entries
    where event_id = ${id} and state = 'offered'`.execute(world.ctx.db)
  return Number(rows[0]?.held)
}

/** The counter is the sum of booked and held places. */
async function expectCounted(id: number) {
  expect(await placesTaken(world, id)).toBe((await placesBooked(world, id)) + (await heldFor(id)))
}

/** A full event, with the booking that fills it. */
async function fullEvent(capacity: number, more: object = {}) {
  const id = await create({ capacity, ...more })
  const { body } = await book(kim, id, { quantity: capacity })
  return { id, booking: body.id as number }
}

describe('places that return are offered', () => {
  test('to the next at once where the clock was ahead when they were offered, and was set right', async () => {
    const { id, booking } = await fullEvent(1, { date: dayFromNow(world, 60) })
    const [first, next] = [await somebody(), await somebody()]
    await wait(first, id).expect(204)
    await wait(next, id).expect(204)
    world.clock.advance(20 * 24 * hour)
    await cancel(kim, booking).expect(200)
    world.clock.advance(-20 * 24 * hour)
    await workOff(world)
    expect([await stateOf(first, id), await stateOf(next, id)]).toEqual([null, 'offered'])
    await expectCounted(id)
  })

  test('to the first for whom they are enough, for a time; then to the next', async () => {
    const { id, booking } = await fullEvent(2)
    const [many, two, one] = [await somebody(), await somebody(), await somebody()]
    await host.api.patch(`/events/${id}`, { capacity: 3 }).expect(200)
    await book(lee, id)
    await wait(many, id, 3).expect(204)
    await wait(two, id, 2).expect(204)
    await wait(one, id, 1).expect(204)
    await cancel(kim, booking).expect(200)
    expect([await stateOf(many, id), await stateOf(two, id), await stateOf(one, id)]).toEqual([
      ...['waiting', 'offered', 'waiting'],
    ])
    expect((await book(kim, id)).body.code).toBe('sold_out')
    await expectCounted(id)
    const ownWait = async (member: Member) => (await member.api.get(`/events/${id}`)).body.own_wait
    const offer_ends_at = new Date(world.clock.now() + 24 * hour).toISOString()
    expect(await ownWait(two)).toEqual({ quantity: 2, type_id: null, before: 0, offer_ends_at })
    expect(await ownWait(one)).toEqual({ quantity: 1, type_id: null, before: 1, offer_ends_at: null })
    expect(await ownWait(lee)).toBeNull()
    world.clock.advance(24 * hour - 1)
    await workOff(world)
    expect(await stateOf(two, id)).toBe('offered')
    world.clock.advance(1)
    await Promise.all([workOff(world), workOff(world)])
    expect([await stateOf(many, id), await stateOf(two, id), await stateOf(one, id)]).toEqual([
      ...['waiting', null, 'offered'],
    ])
    expect(await kindsTold(two, id)).toEqual(['event_offer_lapsed', 'event_place_offered'])
    expect(await placesTaken(world, id)).toBe(2)
    await expectCounted(id)
  })

  test('and go on to the next when fewer are booked, or none', async () => {
    const { id, booking } = await fullEvent(3)
    const [first, next, last] = [await somebody(), await somebody(), await somebody()]
    await wait(first, id, 3).expect(204)
    await wait(next, id, 2).expect(204)
    await wait(last, id, 2).expect(204)
    await cancel(kim, booking).expect(200)
    const refused = await book(first, id, { quantity: 4 })
    expect([refused.body.code, refused.body.detail]).toEqual([
      'too_few_places',
      'This event: only 3 places are left. Book fewer, or join the waiting list.',
    ])
    expect(await stateOf(first, id)).toBe('offered')
    expect((await book(first, id)).status).toBe(201)
    expect(await stateOf(next, id)).toBe('offered')
    await next.api.delete(`/events/${id}/waiting-list`).expect(204)
    expect(await stateOf(last, id)).toBe('offered')
    expect((await book(last, id, { quantity: 2 })).status).toBe(201)
    expect(await placesBooked(world, id)).toBe(3)
    await expectCounted(id)
  })

  test('when the host raises the maximum, but not once the event is cancelled', async () => {
    const { id } = await fullEvent(1)
    const [first, next] = [await somebody(), await somebody()]
    await wait(first, id).expect(204)
    await wait(next, id).expect(204)
    await host.api.patch(`/events/${id}`, { capacity: 2 }).expect(200)
    expect([await stateOf(first, id), await stateOf(next, id)]).toEqual(['offered', 'waiting'])
    await host.api.post(`/events/${id}/cancellation`, { reason: 'Water damage' }).expect(200)
    expect(await placesTaken(world, id)).toBe(1)
    await expectCounted(id)
    world.clock.advance(25 * hour)
    await workOff(world)
    for (const member of [first, next]) {
      expect(await stateOf(member, id)).toBeNull()
      expect((await kindsTold(member, id))[0]).toBe('event_cancelled')
    }
  })

  test('no more of them than a person may have by then, nor than there are', async () => {
    const { id, booking } = await fullEvent(4)
    const [four, three, two] = [await somebody(), await somebody(), await somebody()]
    await wait(four, id, 4).expect(204)
    await wait(three, id, 3).expect(204)
    await cancel(kim, booking).expect(200)
    const waited = async (member: Member, at = id) => {
      const { own_wait } = (await member.api.get(`/events/${at}`)).body
      return own_wait && [own_wait.quantity, own_wait.offer_ends_at !== null]
    }
    expect([await waited(four), await waited(three)]).toEqual([
      [4, true],
      [3, false],
    ])
    await host.api.patch(`/events/${id}`, { places_per_person: 2 }).expect(200)
    expect([await waited(four), await waited(three)]).toEqual([
      [2, true],
      [2, true],
    ])
    await expectCounted(id)
    expect((await book(four, id, { quantity: 2 })).status).toBe(201)

    const types = [
      { name: 'Adult', places: 3 },
      { name: 'Child', places: 1 },
    ]
    const typed = await create({ types, places_per_person: 4 })
    const [adult, child] = (await kim.api.get(`/events/${typed}`)).body.types
    await book(lee, typed, { type_id: adult.id, quantity: 3 })
    await book(two, typed, { type_id: child.id })
    await two.api.post(`/events/${typed}/waiting-list`, { quantity: 3, type_id: adult.id }).expect(204)
    await host.api.patch(`/events/${typed}`, { places_per_person: 3 }).expect(200)
    expect(await waited(two, typed)).toEqual([2, false])
    await host.api.patch(`/events/${typed}`, { places_per_person: 1 }).expect(200)
    expect(await waited(two, typed)).toBeNull()
    await expectCounted(typed)

    const smaller = await fullEvent(3)
    await wait(two, smaller.id, 3).expect(204)
    await host.api.post(`/bookings/${smaller.booking}/cancellation`).expect(200)
    expect(await waited(two, smaller.id)).toEqual([3, true])
    await two.api.delete(`/events/${smaller.id}/waiting-list`).expect(204)
    await book(kim, smaller.id, { quantity: 2 })
    await wait(two, smaller.id, 3).expect(204)
    await host.api.patch(`/events/${smaller.id}`, { capacity: 2 }).expect(200)
    expect(await waited(two, smaller.id)).toEqual([2, false])
  })

  test('until 15 minutes before the event begins', async () => {
    for (const [minutes, state] of [
      [16, 'offered'],
      [15, 'waiting'],
    ] as const) {
      const { id, booking } = await fullEvent(1, startingIn(world, 60))
      const member = await somebody()
      await wait(member, id).expect(204)
      const { starts_at } = (await member.api.get(`/events/${id}`)).body
      world.clock.advance(Date.parse(starts_at) - minutes * minute - world.clock.now())
      await cancel(kim, booking).expect(200)
      expect(await stateOf(member, id)).toBe(state)
    }
  })

  test('to nobody who may have no more by then', async () => {
    const id = await create({ capacity: 6, places_per_person: 4 })
    const [offered, waiting] = [await somebody(), await somebody()]
    const { body } = await book(kim, id, { quantity: 2 })
    for (const member of [offered, waiting]) await book(member, id, { quantity: 2 })
    for (const member of [offered, waiting]) await wait(member, id, 2).expect(204)
    await cancel(kim, body.id).expect(200)
    expect([await stateOf(offered, id), await stateOf(waiting, id)]).toEqual(['offered', 'waiting'])
    await host.api.patch(`/events/${id}`, { places_per_person: 2 }).expect(200)
    expect([await stateOf(offered, id), await stateOf(waiting, id)]).toEqual([null, null])
    expect(await kindsTold(waiting, id)).not.toContain('event_place_offered')
    await expectCounted(id)
    for (const member of [offered, waiting])
      expect((await inboxOf(member))[0]).toMatchObject({
        kind: 'event_offer_lapsed',
        text: 'mira took you off the waiting list.',
        subject: { id },
      })
  })

  test('to the first, also when a new limit both frees them and makes them enough', async () => {
    const id = await create({ capacity: 3, places_per_person: 2 })
    const [offered, two, one] = [await somebody(), await somebody(), await somebody()]
    const { body } = await book(kim, id, { quantity: 2 })
    await book(offered, id)
    await wait(offered, id).expect(204)
    await wait(two, id, 2).expect(204)
    await wait(one, id).expect(204)
    const [{ id: place }] = body.places
    await kim.api.post(`/bookings/${body.id}/cancellation`, { places: [place] }).expect(200)
    expect(await stateOf(offered, id)).toBe('offered')
    await host.api.patch(`/events/${id}`, { places_per_person: 1 }).expect(200)
    expect([await stateOf(offered, id), await stateOf(two, id), await stateOf(one, id)]).toEqual([
      ...[null, 'offered', 'waiting'],
    ])
    await expectCounted(id)
  })

  test('to nobody who has waited since before there were ticket types, while these are sold out', async () => {
    const { id, booking } = await fullEvent(3)
    const two = await somebody()
    await wait(two, id, 2).expect(204)
    await host.api.patch(`/events/${id}`, { types: [{ name: 'Adult', places: 2 }] }).expect(200)
    const { types, ...event } = (await host.api.get(`/events/${id}`).expect(200)).body
    expect(event.places_left).toBe(0)
    const places = (await kim.api.get(`/bookings/${booking}`).expect(200)).body.places.map(
      (place: { id: number }) => place.id,
    )
    const giveBack = (some: number[]) => kim.api.post(`/bookings/${booking}/cancellation`, { places: some }).expect(200)
    await giveBack(places.slice(0, 1))
    expect((await book(lee, id, { type_id: types[0].id })).status).toBe(201)
    await giveBack(places.slice(1))
    expect(await stateOf(two, id)).toBe('waiting')
    await host.api.patch(`/events/${id}`, { types: [{ ...types[0], places: 3 }] }).expect(200)
    expect(await stateOf(two, id)).toBe('offered')
    await expectCounted(id)
  })

  test('also to who has waited for more places than the ticket types have that there are since', async () => {
    const { id, booking } = await fullEvent(3)
    const three = await somebody()
    await wait(three, id, 3).expect(204)
    const types = [
      { name: 'Adult', places: 1 },
      { name: 'Child', places: 1 },
    ]
    await host.api.patch(`/events/${id}`, { types }).expect(200)
    await kim.api.post(`/bookings/${booking}/cancellation`).expect(200)
    expect(await stateOf(three, id)).toBe('offered')
    await expectCounted(id)
  })

  test('of each ticket type for itself', async () => {
    const types = [
      { name: 'Adult', places: 1 },
      { name: 'Child', places: 1 },
    ]
    const id = await create({ types })
    const [adult, child] = (await kim.api.get(`/events/${id}`)).body.types.map((type: { id: number }) => type.id)
    const [forAdult, forChild] = [await somebody(), await somebody()]
    const booking = (await book(kim, id, { type_id: adult })).body.id
    await book(lee, id, { type_id: child })
    const waitFor = (member: Member, type_id: number) =>
      member.api.post(`/events/${id}/waiting-list`, { quantity: 1, type_id })
    await waitFor(forChild, child).expect(204)
    await waitFor(forAdult, adult).expect(204)
    await cancel(kim, booking).expect(200)
    expect([await stateOf(forAdult, id), await stateOf(forChild, id)]).toEqual(['offered', 'waiting'])
    await expectCounted(id)
  })
})

test('nobody waits for what is free, there will never be, or they may not have', async () => {
  const { id } = await fullEvent(2, { places_per_person: 2 })
  const codeOf = async (member: Member, quantity: number, event = id) => (await wait(member, event, quantity)).body.code
  expect(await codeOf(host, 1)).toBe('own_event')
  expect(await codeOf(lee, 3)).toBe('invalid')
  expect(await codeOf(kim, 1)).toBe('too_many_places')
  expect(await codeOf(lee, 1, await create({ capacity: 1 }))).toBe('places_free')
  await wait(lee, id, 1).expect(204)
  expect(await codeOf(lee, 2)).toBe('already_waiting')
})

test('the counter holds while many join, leave, book and cancel at once, from two programs', async () => {
  const id = await create({ capacity: 8 })
  const members = await Promise.all(Array.from({ length: 20 }, (_, n) => somebody(n % 2 ? second : world)))
  const bookings = new Map<Member, number>()
  for (const member of members.slice(0, 4)) bookings.set(member, (await book(member, id, { quantity: 2 })).body.id)
  const act = [
    (member: Member, n: number) => wait(member, id, 1 + (n % 3)),
    (member: Member) => book(member, id, { quantity: 2 }),
    (member: Member) => member.api.delete(`/events/${id}/waiting-list`),
    (member: Member) => cancel(member, bookings.get(member) ?? 0),
  ]
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all(
      members.map(async (member, n) => {
        const { status, body } = await (act[(n + round) % 4] as (typeof act)[number])(member, n)
        if (status === 201) bookings.set(member, body.id)
        return status
      }),
    )
    expect(answers.filter((status) => status >= 500)).toEqual([])
    await expectCounted(id)
  }
  world.clock.advance(25 * hour)
  await workOff(world)
  await expectCounted(id)
})

describe('the counter', () => {
  const setTaken = (id: number, places_taken: number) =>
    world.ctx.db.updateTable('events').set({ places_taken }).where('id', '=', id).execute()

  test('is never above the maximum nor below zero, whatever writes it', async () => {
    const { id } = await fullEvent(2)
    await expect(setTaken(id, 3)).rejects.toThrow()
    await expect(setTaken(id, -1)).rejects.toThrow()
  })

  test('that was spoiled is found by a job', async () => {
    const { id } = await fullEvent(2)
    const drifted = async () => {
      await enqueue(world.ctx, placesCheckJob, {})
      await workOff(world)
      const counters = world.ctx.counters.all().find(({ name }) => name === 'drifted_events_total')
      return counters?.counts.get('places') ?? 0
    }
    expect(await drifted()).toBe(0)
    await setTaken(id, 1)
    expect(await drifted()).toBe(1)
    await setTaken(id, 2)
    const event_id = await create({ types: [{ name: 'Adult' }] })
    await world.ctx.db.updateTable('event_types').set({ places_taken: 1 }).where('event_id', '=', event_id).execute()
    expect(await drifted()).toBe(2)
  })
})
