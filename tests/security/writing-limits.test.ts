import { expect, test } from 'vitest'
import { loadConfig } from '#config'
import { minute } from '../support/clock.ts'
import { apiOf, type Member, password } from '../support/people.ts'
import { sendForm, startDesk, threadOf, ticketAs } from '../tickets/desk.ts'

const { world, customer, anna, open } = await startDesk({
  env: { RATE_LIMITS: 'on', CUSTOMER_MESSAGES_IN_10_MINUTES: '3', STAFF_MESSAGES_IN_10_MINUTES: '4' },
})

const write = ({ api }: Pick<Member, 'api'>, id: number, message = 'One more') =>
  api.post(`/tickets/${id}/messages`, { message })
const writeOnPage = (member: Member, id: number, message = 'One more') =>
  sendForm(member, `/tickets/${id}/messages`, { message }).redirects(0)
const written = async (id: number) => (await threadOf(anna, id)).filter(({ kind }) => kind !== 'system').length

async function anotherToken({ username }: Member) {
  const { body } = await world.api().post('/api/v1/sessions').send({ login: username, password }).expect(201)
  return { api: apiOf(world, body.access_token) }
}

test('a customer writes sixty messages and edits in ten minutes, staff six hundred, unless it is set otherwise', () => {
  const secret = 'a secret of sixteen or more letters'
  const { writing } = loadConfig({ SECRET_KEY: secret, PEPPER: secret })
  expect(writing).toEqual({ customers: 60, staff: 600 })
})

test('messages and edits on the pages count together; what was typed stays, and nothing is stored', async () => {
  const id = await open()
  await writeOnPage(customer, id).expect(303)
  await writeOnPage(customer, id, '').expect(422)
  await sendForm(customer, `/tickets/${id}/edit`, { title: 'Another title', message: 'Another message' }).expect(303)
  await writeOnPage(customer, id).expect(303)
  const refused = await writeOnPage(customer, id, 'What I wanted to say')
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '600'])
  expect(refused.text).toContain('What I wanted to say</textarea>')
  expect(refused.text).toContain('Please wait 10 minutes and try again.')
  expect(await written(id)).toBe(3)
  await sendForm(customer, `/tickets/${id}/closure`).expect(303)
  await sendForm(customer, `/tickets/${id}/messages`, { message: '!open' }).expect(303)
  world.clock.advance(10 * minute)
  await writeOnPage(customer, id).expect(303)
})

test('a token has an own count, and all tokens of an account together have five times as much', async () => {
  world.clock.advance(10 * minute)
  const id = await open()
  for (let n = 0; n < 3; n += 1) await writeOnPage(customer, id).expect(303)
  for (let tokens = 0; tokens < 5; tokens += 1) {
    const token = tokens === 0 ? customer : await anotherToken(customer)
    for (let n = 0; n < 3; n += 1) await write(token, id).expect(201)
    const refused = await write(token, id).expect(429)
    expect(refused.headers).toMatchObject({ 'retry-after': '600', ratelimit: '"writing-token";r=0;t=600' })
    expect(refused.body).toMatchObject({ code: 'too_many', retry_after: 600 })
  }
  await write(await anotherToken(customer), id).expect(429)
  expect(await written(id)).toBe(19)
  const classic = await world
    .api()
    .post(`/ticket/${id}`)
    .set('Authorization', `Bearer ${customer.token}`)
    .send({ message: 'By the first contract' })
  expect(classic.status).toBe(429)
})

test('notes count for staff, also those of a hand-over; claiming and closing do not', async () => {
  world.clock.advance(10 * minute)
  const id = await open()
  const note = () => anna.api.post(`/tickets/${id}/notes`, { note: 'Between us' })
  await write(anna, id).expect(201)
  for (let n = 0; n < 3; n += 1) await note().expect(201)
  await note().expect(429)
  const handOver = (note?: string) => anna.api.put(`/tickets/${id}/assignment`, { assistant_id: anna.id, note })
  await handOver('Look at this').expect(429)
  expect((await ticketAs(anna, id)).assistant).toBeNull()
  await handOver().expect(200)
  await anna.api.post(`/tickets/${id}/closure`).expect(200)
  await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: anna.id }).expect(200)
})
