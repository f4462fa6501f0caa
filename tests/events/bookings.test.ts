import { describe, expect, test } from 'vitest'
import { namesAt } from '#events/bookings/lists.ts'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { anEvent, book, dayFromNow, placesBooked, placesTaken, startHouse, tokenFor } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse()

const codeOf = (answer: { body: { code?: string } }) => answer.body.code

describe('booking', () => {
  test('takes places, tells how many are left, and gives them back when it is cancelled', async () => {
    const id = await create({ capacity: 10 })
    const booked = await book(kim, id, { quantity: 3 })
    expect(booked.status).toBe(201)
    expect(booked.body).toMatchObject({ event_id: id, quantity: 3, cancelled_at: null })
    expect((await lee.api.get(`/events/${id}`)).body).toMatchObject({ places_left: 7, own_places: 0 })
    expect((await kim.api.get('/bookings')).body.bookings).toMatchObject([{ event_id: id, quantity: 3 }])
    await kim.api.post(`/bookings/${booked.body.id}/cancellation`).expect(200)
    expect((await kim.api.get(`/events/${id}`)).body).toMatchObject({ places_left: 10, own_places: 0 })
    expect(codeOf(await kim.api.post(`/bookings/${booked.body.id}/cancellation`))).toBe('booking_cancelled')
    const page = await kim.pages.get(`/bookings/${booked.body.id}/cancellation`).expect(303)
    expect(page.headers.location).toBe(`/events/${id}`)
    expect(await placesTaken(world, id)).toBe(0)
  })

  test('stays when the event is cancelled: neither page nor API can cancel it then', async () => {
    const id = await create()
    const booking = (await book(kim, id)).body.id
    await host.api.post(`/events/${id}/cancellation`).expect(200)
    const { body } = await kim.api.post(`/bookings/${booking}/cancellation`).expect(409)
    expect(body.code).toBe('event_cancelled')
    const { text } = await kim.pages.post(`/bookings/${booking}/cancellation`).type('form').send({}).expect(409)
    expect(text).toContain('This event is cancelled.')
    expect(await placesBooked(world, id)).toBe(1)
  })

  test('counts each ticket type for itself', async () => {
    const types = [
      { name: 'Adult', price: 12.5, places: 1 },
      { name: 'Child', price: 0 },
    ]
    const id = await create({ capacity: 5, types })
    const event = (await kim.api.get(`/events/${id}`)).body
    const [adult, child] = event.types.map((type: { id: number }) => type.id)
    expect(event.types[0]).toMatchObject({ name: 'Adult', price: 12.5, places_left: 1 })
    expect(codeOf(await book(kim, id))).toBe('unknown_type')
    const places = [{ type_id: adult }, { type_id: child }]
    const booked = await book(kim, id, { quantity: 2, places })
    expect(booked.status).toBe(201)
    expect((await kim.api.get(`/bookings/${booked.body.id}`)).body).toEqual(booked.body)
    expect(codeOf(await book(lee, id, { type_id: adult }))).toBe('sold_out')
    expect(await placesTaken(world, id)).toBe(2)
    expect((await kim.api.get(`/events/${id}`)).body.types[0]).toMatchObject({ places_left: 0 })
  })
})

describe('the page', () => {
  test('shows only the person who booked what was booked and answered for each place', async () => {
    const types = [{ name: 'Child' }]
    const id = await create({ attendees_visible: true, types, questions: [{ label: 'Child’s name', kind: 'text' }] })
    const event = (await kim.api.get(`/events/${id}`)).body
    const placeOf = (name: string) => ({ type_id: event.types[0].id, answers: { [event.questions[0].id]: name } })
    await book(kim, id, { quantity: 2, places: [placeOf('Ida'), placeOf('Bo')] })
    const { text } = await kim.pages.get(`/events/${id}`)
    for (const name of ['Ida', 'Bo']) expect(text).toContain(`1 × Child · Child’s name: ${name}`)
    await book(lee, id, { places: [placeOf('Max')] })
    const others = (await lee.pages.get(`/events/${id}`)).text
    expect(others).toContain('Max')
    expect(others).not.toContain('Ida')
  })

  test('offers so many places as a person may still have, and says so when there are no more', async () => {
    const id = await create({ places_per_person: 3 })
    const page = async () => pageOf((await kim.pages.get(`/events/${id}`).expect(200)).text)
    const choices = async () => (await page()).all('option').map(({ name }) => name)
    expect(await choices()).toEqual(['1', '2', '3'])
    await book(kim, id, { quantity: 2 })
    expect(await choices()).toEqual(['1'])
    await book(kim, id)
    expect((await page()).all('button', 'Book')).toEqual([])
    expect((await page()).text).toContain('You have as many places as a person can have at this event.')
  })

  test('offers no more places to be booked than are left, and as many as ever to be waited for', async () => {
    const id = await create({ capacity: 5 })
    await book(lee, id, { quantity: 3 })
    const page = pageOf((await kim.pages.get(`/events/${id}`).expect(200)).text)
    expect(page.all('option').map(({ name }) => name)).toEqual(['1', '2', '1', '2', '3', '4'])
    const typed = await create({
      types: [
        { name: 'Adult', places: 1 },
        { name: 'Child', places: 2 },
      ],
    })
    const { text } = await kim.pages.get(`/events/${typed}`)
    expect([...text.matchAll(/<option value="(\d)">\1</g)].map(([, count]) => count)).toEqual([
      ...['1', '2', '3'],
      ...['1', '2', '3', '4'],
    ])
  })

  test.each([
    ['are left', { capacity: 4 }, 'This event: only 2 places are left.'],
    ['a person may have', { places_per_person: 2 }, 'A person can have 2 places at this event; you have 0.'],
  ])('asks nothing for more places than %s since they were chosen', async (_, limit, sentence) => {
    const id = await create({ ...limit, questions: [{ label: 'Child’s name', kind: 'text' }] })
    await book(lee, id, { quantity: 2 })
    const asked = async (quantity: number) => {
      const { text } = await kim.pages.get(`/events/${id}/booking?quantity=${quantity}`).expect(200)
      return {
        said: pageOf(text)
          .all('alert')
          .map((alert) => alert.text),
        fields: text.split('Child’s name').length - 1,
      }
    }
    expect(await asked(4)).toEqual({
      said: [expect.stringContaining(sentence)],
      fields: 0,
    })
    expect(await asked(2)).toEqual({ said: [], fields: 2 })
  })

  test('asks nothing for places that there are not', async () => {
    const [full, cancelled] = [await create({ capacity: 1 }), await create()]
    await book(lee, full)
    await host.api.post(`/events/${cancelled}/cancellation`, { reason: '' }).expect(200)
    for (const id of [full, cancelled]) {
      const page = pageOf((await kim.pages.get(`/events/${id}/booking`).expect(200)).text)
      expect(page.all('button', /^Book/)).toEqual([])
      expect(page.get('link', 'Back to the event').href).toBe(`/events/${id}`)
    }
  })

  test('asks again for a whole number of places when it was sent a part of one', async () => {
    const id = await create({ questions: [{ label: 'Age', kind: 'number' }] })
    const sent = { purchase_token: await tokenFor(kim, id), quantity: '2.5', answer_1_1: '7' }
    const { text } = await kim.pages.post(`/events/${id}/bookings`).type('form').send(sent).expect(422)
    expect(pageOf(text).all('button', 'Book these 2 places')).toHaveLength(1)
  })
})

test('who comes is named once each, in the order of their places, and no more when they come not', async () => {
  const id = await create({ attendees_visible: true })
  const first = await book(lee, id, { quantity: 2 })
  await book(kim, id)
  await book(lee, id)
  const names = async () => (await namesAt(world.ctx, id, 9)).people.map(({ username }) => username)
  expect(await names()).toEqual(['lee', 'kim'])
  await lee.api.post(`/bookings/${first.body.id}/cancellation`).expect(200)
  expect(await names()).toEqual(['kim', 'lee'])
})

describe('a purchase token', () => {
  test('that is sent again books nothing more', async () => {
    const id = await create({ capacity: 50 })
    const purchase_token = await tokenFor(kim, id)
    const first = await book(kim, id, { purchase_token, quantity: 2 })
    const again = await book(kim, id, { purchase_token, quantity: 2 })
    expect(again.body).toEqual(first.body)
    expect(await placesBooked(world, id)).toBe(2)
  })

  test('that is sent twenty times at once books once', async () => {
    const id = await create({ capacity: 50 })
    const purchase_token = await tokenFor(kim, id)
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(kim, id, { purchase_token, quantity: 2 })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await placesBooked(world, id)).toBe(2)
    expect(await placesTaken(world, id)).toBe(2)
  })
})

test('a booking that is cancelled at the same moment is not marked as paid afterwards', async () => {
  const id = await create()
  for (let n = 0; n < 8; n++) {
    const booking = (await book(kim, id)).body.id
    const pay = () => host.api.put(`/bookings/${booking}/payment`, { paid: true })
    await Promise.all([kim.api.post(`/bookings/${booking}/cancellation`).expect(200), pay()])
    expect((await pay()).body.code).toBe('booking_cancelled')
    const entries = world.ctx.db.selectFrom('audit_entries').select('action').where('entity', '=', 'booking')
    const done = await entries.where('entity_id', '=', booking).orderBy('id').execute()
    expect(done.at(-1)?.action).toBe('event_booking_cancelled')
  }
})

test('a booking that many mark as paid at once is recorded as paid once', async () => {
  const booking = (await book(kim, await create())).body.id
  const pay = () => host.api.put(`/bookings/${booking}/payment`, { paid: true }).expect(200)
  await Promise.all(Array.from({ length: 6 }, pay))
  const entries = world.ctx.db.selectFrom('audit_entries').select('action').where('entity', '=', 'booking')
  const done = await entries.where('entity_id', '=', booking).orderBy('id').execute()
  expect(done.map(({ action }) => action)).toEqual(['event_booked', 'event_booking_paid'])
})

test('of many purchases at once for the last places exactly as many get through, from two programs', async () => {
  const second = await startApp({ database: world.database, clock: world.clock, env: { TIME_ZONE: 'UTC' } })
  const id = await create({ capacity: 4 })
  const people = await Promise.all(Array.from({ length: 40 }, (_, n) => join(n % 2 ? second : world, `buyer${n}`)))
  const answers = await Promise.all(people.map((person) => book(person, id)))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(4)
  expect(new Set(answers.filter(({ status }) => status !== 201).map(codeOf))).toEqual(new Set(['sold_out']))
  expect(await placesBooked(world, id)).toBe(4)
  expect(await placesTaken(world, id)).toBe(4)
})

test('each place answers the event’s questions, and a telephone number once where the host says so', async () => {
  const id = await create({
    questions: [
      { label: 'Child’s name', kind: 'text', required: true },
      { label: 'Phone', kind: 'phone', once_per_event: true },
      { label: 'Level', kind: 'choice', choices: ['New', 'Some'] },
      { label: 'Born', kind: 'date' },
    ],
  })
  const [name, phone, level, born] = (await kim.api.get(`/events/${id}`)).body.questions.map(
    (one: { id: number }) => one.id,
  )
  const withAnswers = (answers: object) => ({ quantity: 1, places: [{ answers }] })
  const refused = await book(kim, id, withAnswers({ [phone]: 'call me', [level]: 'Expert', [born]: '2019-02-30' }))
  expect(refused.status).toBe(422)
  expect(refused.body.errors.map(({ field }: { field: string }) => field)).toEqual([
    ...[name, phone, level, born].map((question) => `places.0.answers.${question}`),
  ])
  const form = { purchase_token: await tokenFor(kim, id), quantity: '1', [`answer_1_${phone}`]: 'call me' }
  const page = await kim.pages.post(`/events/${id}/bookings`).type('form').send(form).expect(422)
  expect(page.text).toContain(`id="answer_1_${phone}-error"`)
  expect(codeOf(await book(kim, id, withAnswers({ [name]: 'Ida', 999999: 'x' })))).toBe('answers')
  for (const year of ['0019', '9999'])
    expect(codeOf(await book(kim, id, withAnswers({ [name]: 'Ida', [born]: `${year}-05-24` })))).toBe('answers')
  const good = { [name]: 'Ida', [phone]: '+49 (170) 123-456', [level]: 'New', [born]: '2019-05-24' }
  const booked = await book(kim, id, withAnswers(good))
  expect((await kim.api.get(`/bookings/${booked.body.id}`)).body).toEqual(booked.body)
  expect(booked.body.places[0].answers).toEqual({ ...good, [phone]: '+49170123456' })
  expect((await book(lee, id, withAnswers({ [name]: 'Bo', [phone]: '+49170123456' }))).status).toBe(422)
  await kim.api.post(`/bookings/${booked.body.id}/cancellation`).expect(200)
  expect((await book(lee, id, withAnswers({ [name]: 'Bo', [phone]: '+49170123456' }))).status).toBe(201)
  const csv = await host.pages.get(`/events/${id}/attendees.csv`).expect(200)
  expect(csv.text).toContain('booking_id,username,name,place,of,type,booked_at,paid_at,Child’s name,Phone,Level,Born')
  expect(csv.text).toContain('lee')
  await kim.pages.get(`/events/${id}/attendees.csv`).expect(403)
})

describe('what an event may be', () => {
  const refusals: [string, object][] = [
    ['date', { date: dayFromNow(world, -1) }],
    ['date', { date: '2026-02-30' }],
    ['start_time', { start_time: '25:00' }],
    ['end_time', { end_time: '19:00' }],
    ['title', { title: ' ' }],
    ['capacity', { capacity: 0 }],
    ['capacity', { capacity: 1.5 }],
    ['price', { price: -1 }],
    ['price', { price: 1.234 }],
    ['visibility', { visibility: 'secret' }],
    ['types.1.name', { types: [{ name: 'A' }, { name: 'a' }] }],
    ['questions.0.choices', { questions: [{ label: 'Which?', kind: 'choice', choices: ['one'] }] }],
    ['end_date', { end_date: dayFromNow(world, 100) }],
  ]
  test.each(refusals)('%s is checked: %j', async (field, wrong) => {
    const refused = await host.api.post('/events').send(anEvent(world, wrong))
    expect(refused.status).toBe(422)
    expect(refused.body.errors.map((error: { field: string }) => error.field)).toContain(field)
  })

  test('nobody but staff creates one, unless the setting says so', async () => {
    expect(codeOf(await kim.api.post('/events').send(anEvent(world)))).toBe('not_a_host')
  })

  test('fewer places than are taken are refused with the number', async () => {
    const id = await create({ capacity: 5 })
    await book(kim, id, { quantity: 3 })
    const refused = await host.api.patch(`/events/${id}`).send({ capacity: 2 })
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('3 places are already booked or held')
    const form = { ...anEvent(world), visibility: 'public', capacity: '2' }
    const page = await host.pages.post(`/events/${id}/edit`).type('form').send(form)
    expect([page.status, page.text]).toEqual([409, expect.stringContaining('3 places are already booked or held')])
    expect((await host.api.patch(`/events/${id}`).send({ capacity: 3 })).body).toMatchObject({ places_left: 0 })
    expect(codeOf(await kim.api.patch(`/events/${id}`).send({ capacity: 9 }))).toBe('not_the_host')
  })

  test('is repeated where there is something to come, however long ago it was', async () => {
    const house = await startHouse()
    const id = await house.create({ date: dayFromNow(world, 10) })
    house.world.clock.advance(70 * 7 * 24 * hour)
    const colleague = await join(house.world, 'priya', 'assistant')
    const repeat = (days: number) =>
      colleague.api.post(`/events/${id}/copies`).send({ until: dayFromNow(house.world, days) })
    const refused = await repeat(-14)
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [{ field: 'until', message: 'Choose a future day at least a week after the event.' }],
    ])
    expect((await repeat(14)).body.event_ids).toHaveLength(2)
    expect((await repeat(61 * 7)).body.errors[0].message).toBe('An event can be repeated 60 times at once.')
  })

  test('is repeated weekly at the same hour over both changes of the clocks', async () => {
    const berlin = await startHouse({ env: { TIME_ZONE: 'Europe/Berlin' }, clock: world.clock })
    const start = (month: string) => {
      const year = Number(dayFromNow(world, 0).slice(0, 4)) + 1
      return `${year}-${month}`
    }
    for (const [date, until] of [
      [start('03-20'), start('04-10')],
      [start('10-16'), start('11-06')],
    ]) {
      const id = await berlin.create({ date, start_time: '18:00', end_time: '19:00' })
      const { body } = await berlin.host.api.post(`/events/${id}/copies`).send({ until }).expect(200)
      const events = await Promise.all(
        [id, ...body.event_ids].map(async (one: number) => (await berlin.kim.api.get(`/events/${one}`)).body),
      )
      expect(events.map((event) => [event.start_time, event.end_time])).toEqual(events.map(() => ['18:00', '19:00']))
      expect(new Set(events.map((event) => event.starts_at.slice(11, 16)))).toEqual(new Set(['16:00', '17:00']))
    }
  })
})
