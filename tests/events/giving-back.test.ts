import { describe, expect, test } from 'vitest'
import { findDrift } from '#events/events/counter-queries.ts'
import { inboxOf } from '../notifications/told.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { book, placesBooked, placesTaken, startHouse } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse()

const giveBack = (member: Member, booking: number, places: unknown) =>
  member.api.post(`/bookings/${booking}/cancellation`, { places })

/** A booking of some places, with their ids. */
async function booked(member: Member, id: number, quantity = 2, more: object = {}) {
  const { body } = await book(member, id, { quantity, ...more })
  return { id: body.id as number, places: body.places.map(({ id }: { id: number }) => id) as [number, number, number] }
}

const bookingOf = async (member: Member, id: number) => (await member.api.get(`/bookings/${id}`).expect(200)).body
const passesOf = async (member: Member, id: number) =>
  (await member.api.get(`/passes?event_id=${id}`).expect(200)).body.passes

/** The event's counter, the booked places, and whether the counters of all events and types are right. */
const counts = async (id: number) => ({
  counted: await placesTaken(world, id),
  booked: await placesBooked(world, id),
  drift: await findDrift(world.ctx, 0, 1000),
})

describe('a place of a booking that is given back', () => {
  test('is free again, of the event and its type, for people who wait; the others do not change', async () => {
    const questions = [{ label: 'Telephone', kind: 'phone', once_per_event: true }]
    const types = [{ name: 'Adult' }, { name: 'Child' }]
    const id = await create({ capacity: 2, places_per_person: 2, types, questions })
    const event = (await kim.api.get(`/events/${id}`)).body
    const [adult, child] = event.types.map((type: { id: number }) => type.id)
    const phone = (number: string) => ({ answers: { [event.questions[0].id]: number } })
    const places = [
      { type_id: adult, ...phone('0301') },
      { type_id: child, ...phone('0302') },
    ]
    const one = await booked(kim, id, 2, { places })
    await lee.api.post(`/events/${id}/waiting-list`, { quantity: 1, type_id: adult }).expect(204)
    const { body } = await giveBack(kim, one.id, [one.places[0]]).expect(200)
    expect(body).toMatchObject({ id: one.id, quantity: 1, cancelled_at: null, places: [{ id: one.places[1] }] })
    expect((await lee.api.get(`/events/${id}`)).body.waiting_list).toBe('offered')
    expect((await book(lee, id, { places: [{ type_id: adult, ...phone('0301') }] })).status).toBe(201)
    expect(await counts(id)).toEqual({ counted: 2, booked: 2, drift: [] })
    expect(await passesOf(kim, id)).toMatchObject([{ place: 1, of: 1, type: 'Child', state: 'valid' }])
    expect((await kim.api.get(`/events/${id}`)).body.own_places).toBe(1)
    const listed = (await kim.api.get('/bookings')).body.bookings.filter(
      (row: { event_id: number }) => row.event_id === id,
    )
    expect(
      listed.map((row: { quantity: number; cancelled_at: string | null }) => [row.quantity, !row.cancelled_at]),
    ).toEqual([
      [1, true],
      [1, false],
    ])
    const data = (await kim.api.get('/me/data').expect(200)).body
    const own = data.bookings.filter((row: { event_id: number }) => row.event_id === id)
    expect(own.map(({ quantity }: { quantity: number }) => quantity)).toEqual([1, 1])
  })

  test('notifies the host, with the number of places, and the person it was handed to', async () => {
    const friend = await join(world, 'friend')
    const id = await create()
    const one = await booked(kim, id, 3)
    const [, pass] = await passesOf(kim, id)
    await kim.api.post(`/passes/${pass.id}/handover`, { username: 'friend' }).expect(200)
    await giveBack(kim, one.id, one.places.slice(0, 2)).expect(200)
    const toldOf = async (member: Member) => (await inboxOf(member)).find(({ subject }) => subject.id === id)
    expect(await toldOf(host)).toMatchObject({
      text: 'kim gave back places.',
      excerpt: expect.stringMatching(/ 2 places$/),
    })
    expect(await toldOf(friend)).toMatchObject({ text: 'kim cancelled a place that was handed to you.' })
    expect((await kim.api.get(`/passes/${pass.id}`)).body.state).toBe('cancelled')
    await host.api
      .post(`/bookings/${one.id}/cancellation`, { places: [one.places[2]], reason: 'The hall is smaller.' })
      .expect(200)
    expect((await bookingOf(kim, one.id)).cancelled_at).not.toBeNull()
  })

  test('by the host notifies the person who had booked it, with the reason', async () => {
    const id = await create()
    const one = await booked(lee, id)
    await host.api
      .post(`/bookings/${one.id}/cancellation`, { places: [one.places[0]], reason: 'Too full.' })
      .expect(200)
    expect((await inboxOf(lee))[0]).toMatchObject({
      text: 'mira cancelled places of your booking.',
      excerpt: expect.stringMatching(/ 1 place Too full\.$/),
    })
    expect((await bookingOf(lee, one.id)).quantity).toBe(1)
  })

  test('is one by which nobody is in; the others of that booking can go, and all at once cannot', async () => {
    const id = await create()
    const one = await booked(kim, id)
    const [used] = await passesOf(kim, id)
    await world.ctx.db.updateTable('passes').set({ used_at: world.clock.now() }).where('id', '=', used.id).execute()
    for (const places of [[one.places[0]], one.places, undefined])
      expect((await giveBack(kim, one.id, places).expect(409)).body.code).toBe('already_admitted')
    const page = pageOf((await kim.pages.get(`/bookings/${one.id}/cancellation`).expect(200)).text)
    expect(page.all('checkbox').map(({ name }) => name)).toEqual(['Place 2'])
    expect((await bookingOf(kim, one.id)).quantity).toBe(2)
    await giveBack(kim, one.id, [one.places[1]]).expect(200)
    expect(await counts(id)).toEqual({ counted: 1, booked: 1, drift: [] })
    expect(await passesOf(kim, id)).toMatchObject([{ id: used.id, place: 1, of: 1, state: 'used' }])
  })

  test.each([1, 2])('is so once, asked for twenty times at once, of %i places in turn', async (different) => {
    const id = await create({ capacity: 3 })
    const one = await booked(kim, id, 3)
    const asked = Array.from({ length: 20 }, (_, n) => giveBack(kim, one.id, [one.places[n % different]]))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(different)
    const codes = answers.flatMap(({ body }) => body.code ?? [])
    expect(new Set(codes)).toEqual(new Set(['place_given_back']))
    expect(await counts(id)).toEqual({ counted: 3 - different, booked: 3 - different, drift: [] })
  })

  test('can be the last one, one after the other: then the booking is cancelled', async () => {
    const id = await create()
    const one = await booked(kim, id)
    for (const place of one.places) await giveBack(kim, one.id, [place]).expect(200)
    expect((await bookingOf(kim, one.id)).cancelled_at).not.toBeNull()
    expect((await giveBack(kim, one.id, [one.places[1]]).expect(409)).body.code).toBe('booking_cancelled')
    expect(await counts(id)).toEqual({ counted: 0, booked: 0, drift: [] })
  })
})

test('a place of another booking, and an invalid choice, are refused with a reason, and nothing is stored', async () => {
  const id = await create()
  const [one, own, others] = [await booked(kim, id), await booked(kim, id), await booked(lee, id)]
  const [place] = one.places
  const unknown = 'This booking has no such place.'
  const refusals: [unknown, string][] = [
    [[place, own.places[0]], unknown],
    [[others.places[0]], unknown],
    [[2_000_000_000], unknown],
    [[place, place], 'Name each place once.'],
    [[], 'Choose at least one place.'],
  ]
  for (const [places, message] of refusals)
    expect((await giveBack(kim, one.id, places).expect(422)).body.errors).toEqual([{ field: 'places', message }])
  await giveBack(lee, one.id, [place]).expect(404)
  expect(await counts(id)).toEqual({ counted: 6, booked: 6, drift: [] })
  expect((await bookingOf(kim, one.id)).quantity).toBe(2)
})

describe('the page that cancels a booking', () => {
  test('names each place and has it ticked; what stays ticked is given back', async () => {
    const types = [{ name: 'Child' }]
    const id = await create({ types, questions: [{ label: 'Child’s name', kind: 'text', required: false }] })
    const event = (await kim.api.get(`/events/${id}`)).body
    const placeOf = (name: string) => ({ type_id: event.types[0].id, answers: { [event.questions[0].id]: name } })
    const one = await booked(kim, id, 3, { places: [placeOf('Ida'), placeOf('Bo'), placeOf('')] })
    const at = `/bookings/${one.id}/cancellation`
    const page = pageOf((await kim.pages.get(at).expect(200)).text)
    expect(page.all('checkbox').map(({ name }) => name)).toEqual(['Child, Ida', 'Child, Bo', 'Child, place 3'])
    const { [`place_${one.places[0]}`]: _, ...fields } = page.fieldsOf(at)
    await kim.pages.post(at).type('form').send(fields).expect(303)
    // Sending the same form again gets the stored answer.
    await kim.pages.post(at).type('form').send(fields).expect(303)
    expect(await bookingOf(kim, one.id)).toMatchObject({ quantity: 1, places: [{ id: one.places[0] }] })
    const { text } = await kim.pages.get(`/events/${id}`)
    expect(pageOf(text).text).toContain('You still have 1 place of this booking.')
  })

  test('says so when nothing is ticked, and what was given back meanwhile, with the ticks as they were', async () => {
    const id = await create()
    const one = await booked(kim, id, 3)
    const at = `/bookings/${one.id}/cancellation`
    const [first, second] = one.places.map((place) => `place_${place}`) as [string, string]
    const send = (ticked: object) =>
      kim.pages
        .post(at)
        .type('form')
        .send({ choose: 'places', ...ticked })
    expect(pageOf((await send({}).expect(422)).text).get('alert').text).toContain('Choose at least one place.')
    await send({ [first]: 'on' }).expect(303)
    const refused = pageOf((await send({ [first]: 'on', [second]: 'on' }).expect(409)).text)
    expect(refused.get('alert').text).toContain('already given back')
    expect(Object.keys(refused.fieldsOf(at))).toEqual(['idempotency_key', 'choose', second])
    expect((await bookingOf(kim, one.id)).quantity).toBe(2)
  })
})

describe('the page of attendees', () => {
  const send = (booking: number, fields: object) =>
    host.pages
      .post(`/bookings/${booking}/cancellation`)
      .type('form')
      .send({ choose: 'places', reason: '', ...fields })

  test('has each place of a booking ticked, where nobody is in by it; the host cancels those that stay ticked', async () => {
    const id = await create()
    const one = await booked(kim, id, 3)
    const [used] = await passesOf(kim, id)
    await world.ctx.db.updateTable('passes').set({ used_at: world.clock.now() }).where('id', '=', used.id).execute()
    const page = pageOf((await host.pages.get(`/events/${id}/attendees`).expect(200)).text)
    expect(page.all('checkbox').map(({ name }) => name)).toEqual(['Place 2', 'Place 3'])
    const [, second, third] = one.places.map((place) => `place_${place}`) as [string, string, string]
    const { [third]: _, ...fields } = page.fieldsOf(`/bookings/${one.id}/cancellation`)
    await send(one.id, { ...fields, reason: 'Too full.' }).expect(303)
    const { text } = await host.pages.get(`/events/${id}/attendees`)
    expect(pageOf(text).text).toContain('The attendee keeps 2 places, and is notified.')
    expect((await inboxOf(kim))[0]?.text).toBe('mira cancelled places of your booking.')
    const again = await send(one.id, { [second]: 'on', [third]: 'on' }).expect(409)
    expect(pageOf(again.text).get('alert').text).toContain('already given back')
    expect((await bookingOf(kim, one.id)).quantity).toBe(2)
  })

  test('says so when nothing is ticked, and cancels the booking when all are', async () => {
    const id = await create()
    const one = await booked(kim, id, 2)
    const page = pageOf((await send(one.id, {}).expect(422)).text)
    expect(page.get('alert').text).toContain('Choose at least one place.')
    const [first, second] = one.places.map((place) => `place_${place}`) as [string, string]
    await send(one.id, { [first]: 'on', [second]: 'on' }).expect(303)
    expect((await bookingOf(kim, one.id)).cancelled_at).not.toBeNull()
  })
})
