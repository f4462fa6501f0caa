import { expect, test } from 'vitest'
import { mostValues } from '#platform/http/json-values.ts'
import { book, startHouse } from '../events/stage.ts'
import type { Member } from '../support/people.ts'

const { world, host, kim, create } = await startHouse()

const withoutBody = (member: Member, address: string) =>
  fetch(`${world.url}/api/v1${address}`, { method: 'POST', headers: { authorization: `Bearer ${member.token}` } })

test('a door that was opened is found where the answer says', async () => {
  const { body, headers } = await host.api.post(`/events/${await create()}/doors`, { name: 'Main door' }).expect(201)
  const there = await host.api.get((headers.location as string).replace('/api/v1', '')).expect(200)
  expect(there.body.doors).toEqual([body])
})

test('a booking and an event are cancelled without a reason, and without a body', async () => {
  const event = await create()
  const { id } = (await book(kim, event)).body
  expect((await withoutBody(kim, `/bookings/${id}/cancellation`)).status).toBe(200)
  expect((await withoutBody(host, `/events/${event}/cancellation`)).status).toBe(200)
  expect((await kim.api.get(`/bookings/${id}`)).body).toMatchObject({ cancel_reason: null })
})

test('an address with what is no id is called an address', async () => {
  const { body } = await kim.api.get('/events/2147483648').expect(404)
  expect(body.detail).toBe('There is no such address, or you may not see it.')
})

test.each(['/api/v2/me', '/api/tickets', '/api/v1x'])(
  'a program that asks at %s can read the refusal',
  async (path) => {
    const answer = await fetch(world.url + path, { method: 'POST', body: '{}' })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found' })
  },
)

test('a picture that is left out is asked for as one', async () => {
  const put = { method: 'PUT', headers: { authorization: `Bearer ${kim.token}` } }
  const answer = await fetch(`${world.url}/api/v1/me/picture`, put)
  expect(await answer.json()).toMatchObject({ status: 422, errors: [{ field: 'picture' }] })
})

test('the ticket types of an event are taken as they were read', async () => {
  const id = await create({ types: [{ name: 'Adult', price: 12.5, places: 3 }] })
  const { types } = (await host.api.get(`/events/${id}`)).body
  expect((await host.api.patch(`/events/${id}`, { types }).expect(200)).body).toMatchObject({ types, sequence: 0 })
  const [{ id: _, ...type }] = types
  await host.api.patch(`/events/${id}`, { types: [...types, { ...type, name: 'Child' }] }).expect(200)
})

test('an error about an unknown choice lists the valid ones', async () => {
  const { body } = await kim.api.patch('/me', { profile_icon: 'plaid' }).expect(422)
  expect(body.detail).toBe('Choose one of the pictures blue, green, purple, red, amber, teal, pink, slate.')
  const listed = await host.api.get('/tickets?priority=top').expect(400)
  expect(listed.body.errors).toEqual([
    { field: 'priority', message: 'A priority is one of low, normal, high, urgent.' },
  ])
})

test('two errors of one value with the same sentence are reported once', async () => {
  const { body } = await host.api.patch(`/events/${await create()}`, { capacity: 0.5 }).expect(422)
  expect(body.errors).toEqual([
    { field: 'capacity', message: 'A number of places is a whole number from 1 to 100000.' },
  ])
})

test('a body with thousands of values is refused before each is looked at, also where a form holds it', async () => {
  const many = Object.fromEntries(Array.from({ length: mostValues + 1 }, (_, n) => [`k${n}`, 1]))
  const { body } = await kim.api.put('/notifications/choices', many).expect(400)
  expect([body.detail, body.errors]).toEqual(['The body has more than 2000 values.', undefined])
  await kim.api.post('/me/reauthentication/passkey', { response: { a: [[many]] } }).expect(400)
  const fields = JSON.stringify(many)
  await kim.pages
    .post('/drafts')
    .type('form')
    .send({ place: 'new-ticket', fields })
    .expect(422, /Must be JSON/)
})

test.each([
  ['{"first_name":"Kim","first_name":"Lee"}', 400],
  ['{"first_name":"Kim","first\\u005fname":"Lee"}', 400],
  [String.raw`{"first_name":"\"first_name\":","last_name":"\\"}`, 200],
])('a body that names something twice is refused, as nobody knows what was meant: %s', async (body, status) => {
  const headers = { authorization: `Bearer ${kim.token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${world.url}/api/v1/me`, { method: 'PATCH', headers, body })
  expect(answer.status).toBe(status)
  expect((await kim.api.get('/me')).body.first_name).not.toBe('Lee')
})
