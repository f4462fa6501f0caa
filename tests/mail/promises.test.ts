import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { textOf } from '../accounts/reading.ts'
import { anEvent } from '../events/stage.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'

const mailbox = await openMailbox()
const random = () => randomBytes(33).toString('base64')
const production = { NODE_ENV: 'production', SECRET_KEY: random(), PEPPER: random(), RATE_LIMITS: 'on' }

const desks = {
  'in production without mail': await startApp({ env: { ...production, MAIL_URL: 'off' } }),
  'in production with mail': await startApp({ env: { ...production, MAIL_URL: mailbox.url } }),
  'tried out': await startApp(),
}

/** Everything that pages say about mail to a person who registers and logs in, in order. */
async function everySentence(world: World): Promise<string[]> {
  const said: string[] = []
  const hear = (html: string) => void said.push(textOf(html.replace(/<head>.*?<\/head>/s, '')))
  const strict = { require_verified_email: true }
  const boss = await join(world, 'boss', 'admin')
  const kim = await join(world, 'kim')
  for (const path of ['/home', '/profile', '/notifications/choices']) hear((await kim.pages.get(path).expect(200)).text)
  const again = await kim.pages.post('/profile/verification').type('form').send({ next: '/home' })
  hear(again.status === 303 ? (await kim.pages.get('/home')).text : again.text)
  const change = { email: 'new@example.com', current_password: password }
  const changed = await kim.pages.post('/profile/email').type('form').send(change)
  hear(changed.status === 303 ? (await kim.pages.get('/profile')).text : changed.text)
  const ticket = { title: 'A lost umbrella', message: 'Where is it?' }
  const { ticket_id } = (await kim.api.post('/tickets', ticket).expect(201)).body
  for (const one of [kim, boss]) hear((await one.pages.get(`/tickets/${ticket_id}`).expect(200)).text)
  hear((await boss.pages.get(`/admin/accounts/${kim.id}`).expect(200)).text)

  const event = (await boss.api.post('/events', anEvent(world)).expect(201)).body.id
  await boss.pages.post(`/events/${event}/invitations`).type('form').send({ who: 'zoe@example.com' }).expect(303)
  hear((await boss.pages.get(`/events/${event}/attendees`).expect(200)).text)

  await boss.api.patch('/admin/settings', strict).expect(200)
  const visitor = world.visitor()
  const registration = { username: 'lea', email: 'lea@example.com', password, password_confirmation: password }
  await visitor.post('/register').type('form').send(registration).expect(303)
  hear((await visitor.get('/login').expect(200)).text)
  hear((await visitor.post('/login').type('form').send({ login: 'lea', password })).text)
  for (const path of ['/forgot', '/verify/again']) {
    hear((await visitor.get(path).expect(200)).text)
    const asked = await visitor.post(path).type('form').send({ login: 'lea' })
    hear(asked.status === 303 ? (await visitor.get('/login')).text : asked.text)
  }
  const classic = { username: 'max', email: 'max@example.com', password, password_confirm: password }
  said.push(JSON.stringify((await world.api().post('/register').send(classic)).body))
  return said
}

const promising =
  /on its way|gets a mail|have sent|has been sent|we send|mail tells|is told|and we mail you|link in the mail/i

describe('what the desk says of mail', () => {
  test('is that none comes where none does, and whom to ask; nobody is said to have been quicker', async () => {
    const said = await everySentence(desks['in production without mail'])
    expect(said.filter((text) => promising.test(text))).toEqual([])
    expect(said.filter((text) => /sends no mail/.test(text)).length).toBeGreaterThanOrEqual(9)
    expect(said.filter((text) => /somebody was quicker/i.test(text))).toEqual([])
    expect(said.join()).not.toMatch(/Send again|Send the confirmation link again|\/dev\/mail/)
  })

  test('is that it is on its way where it goes out, and never that none does', async () => {
    const said = await everySentence(desks['in production with mail'])
    expect(said.filter((text) => promising.test(text)).length).toBeGreaterThanOrEqual(9)
    expect(said.filter((text) => /sends no mail|\/dev\/mail|have sent/.test(text))).toEqual([])
    expect(said[0]).toContain('Confirm kim@example.com and we mail you the answer. Send again')
  })

  test('is where it can be read, on a desk that is being tried out', async () => {
    const said = await everySentence(desks['tried out'])
    const onTrial = said.filter((text) => promising.test(text))
    expect(onTrial.length).toBeGreaterThanOrEqual(7)
    expect(said.filter((text) => text.includes('/dev/mail')).length).toBeGreaterThanOrEqual(7)
  })
})

test('staff see on the ticket that no mail reaches who has not confirmed the address', async () => {
  const world = desks['in production with mail']
  const anna = await join(world, 'anna', 'assistant')
  const ivy = await join(world, 'ivy')
  const ticket = { title: 'A lost umbrella', message: 'Where is it?' }
  const { ticket_id } = (await ivy.api.post('/tickets', ticket).expect(201)).body
  const says = async () => textOf((await anna.pages.get(`/tickets/${ticket_id}`)).text)
  expect(await says()).toContain('No mail reaches this person: ivy@example.com is not confirmed.')
  await updateAccount(world.ctx, ivy.id, { email_verified_at: 1 })
  expect(await says()).not.toContain('No mail reaches')
  expect(textOf((await ivy.pages.get('/home')).text)).not.toContain('we mail you')
})
