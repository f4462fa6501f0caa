import { describe, expect, test } from 'vitest'
import { hour } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { book, startHouse, startingIn } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse({ env: { SESSION_HOURS: '8000' } })
let people = 0
const somebody = () => join(world, `waiter${people++}`)

const wait = (member: Member, id: number, quantity = 1) => member.api.post(`/events/${id}/waiting-list`, { quantity })
const stateOf = async (member: Member, id: number) =>
  (await member.api.get(`/events/${id}`).expect(200)).body.waiting_list
const cancel = (member: Member, booking: number) => member.api.post(`/bookings/${booking}/cancellation`)

test('however many wait, free places are offered to those for whom they are enough, and to all when the maximum is removed', async () => {
  const id = await create({ capacity: 2 })
  const [{ body }] = [await book(kim, id), await book(lee, id)]
  const many = await Promise.all(Array.from({ length: 26 }, somebody))
  for (const member of many) await wait(member, id, 2).expect(204)
  const last = await somebody()
  await wait(last, id, 1).expect(204)
  await cancel(kim, body.id).expect(200)
  await workOff(world)
  expect([await stateOf(many[0] as Member, id), await stateOf(last, id)]).toEqual(['waiting', 'offered'])
  await host.api.patch(`/events/${id}`, { capacity: null }).expect(200)
  await workOff(world)
  const { waiting } = (await host.api.get(`/events/${id}/waiting-list?limit=100`).expect(200)).body
  expect(waiting.filter(({ state }: { state: string }) => state === 'offered')).toHaveLength(27)
})

test('waiting for more places than there are is refused with their number', async () => {
  const id = await create({ capacity: 1 })
  await book(kim, id)
  expect((await wait(lee, id, 2).expect(422)).body.detail).toBe('There is only 1 place in all.')
})

describe('the page of an event', () => {
  const pageFor = async (member: Member, id: number) => (await member.pages.get(`/events/${id}`).expect(200)).text

  /** An event with a type of one place, which is booked, and other types. */
  async function soldOutType(...others: object[]) {
    const id = await create({ types: [{ name: 'Adult', places: 1 }, ...others] })
    const type_id = (await kim.api.get(`/events/${id}`)).body.types[0].id as number
    return { id, type_id, booking: (await book(kim, id, { type_id })).body.id as number }
  }

  test('leads to the waiting list where every ticket type is sold out, and where one is', async () => {
    for (const others of [[], [{ name: 'Child' }]]) {
      const { id, type_id } = await soldOutType(...others)
      const fields = pageOf(await pageFor(await somebody(), id)).fieldsOf(`/events/${id}/waiting-list`)
      expect(fields).toMatchObject({ type_id: String(type_id) })
    }
  })

  test('is said to be sold out, as its card and its day in the calendar, when every type is', async () => {
    const { id } = await soldOutType()
    const member = await somebody()
    const event = (await member.api.get(`/events/${id}`)).body
    expect(event.places_left).toBe(0)
    const month = event.date.slice(0, 7)
    for (const [path, text] of [
      [`/events/${id}`, 'Sold out'],
      [`/events?from=${event.date}`, 'Sold out'],
      [`/events/calendar?month=${month}`, 'full'],
    ] as const)
      expect(pageOf((await member.pages.get(path).expect(200)).text).get('main').text).toContain(text)
    const open = await create({ types: [{ name: 'Adult', places: 2 }, { name: 'Child' }] })
    expect((await member.api.get(`/events/${open}`)).body.places_left).toBeNull()
  })

  test('has the places and type of the viewer’s offer selected, and books them unchanged', async () => {
    const { id, type_id, booking } = await soldOutType()
    const member = await somebody()
    await member.api.post(`/events/${id}/waiting-list`, { quantity: 1, type_id }).expect(204)
    await cancel(kim, booking).expect(200)
    const page = pageOf(await pageFor(member, id))
    expect(page.get('option', 'Adult · 1 place left').attribute('disabled')).toBeNull()
    await member.pages
      .post(`/events/${id}/bookings`)
      .type('form')
      .send(page.fieldsOf(`/events/${id}/bookings`))
      .expect(303)
    expect((await member.api.get(`/events/${id}`)).body).toMatchObject({ own_places: 1, waiting_list: null })
  })

  test('holds as many places as were waited for ready to be booked', async () => {
    const id = await create({ capacity: 3 })
    const booking = (await book(kim, id, { quantity: 3 })).body.id
    const member = await somebody()
    await wait(member, id, 3).expect(204)
    await cancel(kim, booking).expect(200)
    const fields = pageOf(await pageFor(member, id)).fieldsOf(`/events/${id}/bookings`)
    expect(fields.quantity).toBe('3')
  })

  test('says that booking fewer places than one waits for ends the waiting', async () => {
    const id = await create({ capacity: 2 })
    await book(kim, id)
    const member = await somebody()
    await wait(member, id, 2).expect(204)
    const leaving = 'If you book fewer, you leave the waiting list.'
    expect(await pageFor(member, id)).toContain(leaving)
    await book(member, id)
    expect(await stateOf(member, id)).toBeNull()
    expect(await pageFor(member, id)).not.toContain(leaving)
  })

  test('says nothing of a waiting list once the event has begun, nor does the API', async () => {
    const id = await create({ capacity: 1, ...startingIn(world, 60) })
    await book(kim, id)
    const member = await somebody()
    await wait(member, id).expect(204)
    expect(await pageFor(member, id)).toContain('You are on the waiting list')
    world.clock.advance(hour)
    expect(await pageFor(member, id)).not.toContain('waiting list')
    expect(await stateOf(member, id)).toBeNull()
  })
})
