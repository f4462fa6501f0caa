import { expect, test } from 'vitest'
import { startApp } from '../support/world.ts'
import { client, join, openTicket, password } from './client.ts'

const world = await startApp()
const anna = await join(world, 'anna')
const ticket = await openTicket(anna)

function visitor(token?: string) {
  const agent = world.visitor()
  if (token) agent.jar.setCookie(`session=${token}`, '127.0.0.1', '/')
  return agent
}

test('a bookmark lands on the page that now does that job', async () => {
  const visit = visitor(anna.token)
  await visit.get('/ticket/new').expect(303).expect('location', '/tickets/new')
  await visit.get(`/ticket/${ticket}`).expect(303).expect('location', `/tickets/${ticket}`)
  for (const path of ['/ticket/new', `/ticket/${ticket}`, '/home', '/profile']) {
    await visit.get(path).redirects(1).expect(200).expect('content-type', /html/)
  }
  for (const path of ['/register', '/login']) await visitor().get(path).expect(200).expect('content-type', /html/)
})

test('a bookmark that never was one leads nowhere else', async () => {
  await visitor().get('/ticket/%2F%2Fevil.example').expect(303).expect('location', '/tickets/%2F%2Fevil.example')
})

test('a visit is a page, whatever content type it names', async () => {
  await visitor().get('/login').set('content-type', 'application/json').expect(200).expect('content-type', /html/)
})

test('a form to a shared address is the web page', async () => {
  const login = await visitor().post('/login').type('form').send({ login: 'anna', password })
  expect([login.status, login.headers.location]).toEqual([303, '/home'])
  const wrong = await visitor().post('/login').type('form; charset=UTF-8').send('login=anna&password=wrong')
  expect([wrong.status, wrong.type]).toEqual([422, 'text/html'])
  await visitor().post('/register').type('form').send({ username: '' }).expect(422).expect('content-type', /html/)
  await visitor().post('/home').type('form').send({ a: '1' }).expect(405).expect('content-type', /html/)
  const profile = visitor(anna.token).post('/profile').type('form').send({ display_name: 'Anna', profile_icon: 'red' })
  await profile.expect(303).expect('location', '/profile')
})

test('a form with the fields of today is sent on, and does what it says', async () => {
  const fields = { title: 'A lost shoe', message: 'It is a left one.' }
  const opened = await visitor(anna.token).post('/ticket/new').type('form').send(fields)
  expect([opened.status, opened.headers.location]).toEqual([307, '/tickets'])
  const written = await visitor(anna.token).post(`/ticket/${ticket}`).type('form').send({ message: 'Any news?' })
  expect([written.status, written.headers.location]).toEqual([307, `/tickets/${ticket}/messages`])

  const message = 'Sent by an old form.'
  const followed = await fetch(`${world.url}/ticket/${ticket}`, {
    method: 'POST',
    headers: { cookie: `session=${anna.token}`, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ message }),
  })
  expect(followed.status).toBe(200)
  const { body } = await client(world, anna.token).get(`/get-messages/${ticket}`)
  expect(body.message_list[0].body).toBe(message)
})

test('a form with other fields, or none, lands on the page', async () => {
  const visit = visitor(anna.token)
  const old = await visit.post('/ticket/new').type('form').send({ ticket_title: 'A lost shoe', message: 'A left one.' })
  expect([old.status, old.headers.location]).toEqual([303, '/tickets/new'])
  const empty = await visit.post(`/ticket/${ticket}`).type('form').send('')
  expect([empty.status, empty.headers.location]).toEqual([303, `/tickets/${ticket}`])
  const multipart = await visit.post(`/ticket/${ticket}`).field('message', 'Any news?')
  expect([multipart.status, multipart.headers.location]).toEqual([303, `/tickets/${ticket}`])
  const large = await visit
    .post(`/ticket/${ticket}`)
    .type('form')
    .send({ message: 'm'.repeat(210_000) })
  expect([large.status, large.headers.location]).toEqual([303, `/tickets/${ticket}`])
})
