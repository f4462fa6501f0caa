import { describe, expect, test } from 'vitest'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { changeSettings } from '#platform/settings/changes.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { threadOf, ticketAs } from '../tickets/desk.ts'
import { book, startHouse } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse({ env: { EVENT_HOSTS: 'everyone' } })
const dana = await join(world, 'dana')
await updateAccount(world.ctx, dana.id, { email_verified_at: 1 })
const message = 'Is there a place to park?'

test('writing to staff about their event opens a ticket that names it, with the person’s bookings beside it', async () => {
  const id = await create({ title: 'Salsa for two' })
  await book(kim, id)
  const { body } = await kim.api.post(`/events/${id}/contact`).send({ message }).expect(200)
  expect(body).toEqual({ ticket_id: expect.any(Number), conversation_id: null })
  expect((await ticketAs(kim, body.ticket_id)).title).toMatch(/^About: Salsa for two, \w{3} \d+ \w+$/)
  const page = (await host.pages.get(`/tickets/${body.ticket_id}`).expect(200)).text
  expect(page).toContain('About the event')
  expect(page).toContain('Booked events')
  expect((await kim.pages.get(`/tickets/${body.ticket_id}`).expect(200)).text).not.toContain('Booked events')
  const about = await host.api.get(`/tickets/${body.ticket_id}/event`).expect(200)
  expect(about.body.event).toMatchObject({ id, title: 'Salsa for two' })
  const { bookings } = (await host.api.get(`/accounts/${kim.id}/bookings`).expect(200)).body
  expect(bookings).toEqual((await kim.api.get('/bookings').expect(200)).body.bookings)
  expect(bookings).toMatchObject([{ event_id: id }])
})

test('a ticket about nothing else names no event', async () => {
  const { ticket_id } = (await kim.api.post('/tickets', { title: 'My lost umbrella', message })).body
  expect((await host.api.get(`/tickets/${ticket_id}/event`).expect(200)).body).toEqual({ event: null })
})

test('a host’s events are listed under their name, page by page, for people who may see them', async () => {
  const wilma = await join(world, 'wilma', 'assistant')
  const ids = [await create({}, wilma), await create({}, wilma)]
  const hidden = await create({ visibility: 'invite_only' }, wilma)
  await create()
  const idsFor = async (member: typeof kim, address: string): Promise<number[]> => {
    const { events, next_cursor } = (await member.api.get(`/people/wilma/events?limit=1${address}`).expect(200)).body
    const here = events.map(({ id }: { id: number }) => id)
    return next_cursor === null ? here : [...here, ...(await idsFor(member, `&cursor=${next_cursor}`))]
  }
  expect(await idsFor(kim, '')).toEqual(ids)
  expect(await idsFor(host, '')).toEqual([...ids, hidden])
})

test('a title that is too long for a ticket is cut, whatever letters it has', async () => {
  const id = await create({ title: '💃'.repeat(100) })
  const { body } = await kim.api.post(`/events/${id}/contact`).send({ message }).expect(200)
  expect([...(await ticketAs(kim, body.ticket_id)).title]).toHaveLength(64)
})

test('staff who write to an attendee open a ticket of theirs, which the attendee cannot rewrite', async () => {
  const id = await create()
  const booking = (await book(lee, id)).body.id
  const { body } = await host.api.post(`/bookings/${booking}/contact`).send({ message }).expect(200)
  expect(await ticketAs(lee, body.ticket_id)).toMatchObject({ waiting_on: 'customer', assistant: { id: host.id } })
  expect(await threadOf(lee, body.ticket_id)).toMatchObject([{ body: message, from_staff: true }])
  expect((await lee.api.get('/notifications')).body.notifications[0]).toMatchObject({ kind: 'message' })
  const refused = await lee.api.patch(`/tickets/${body.ticket_id}`).send({ message: 'I never said that.' })
  expect(refused.body.code).toBe('not_the_author')
})

test('members and hosts who are members write to each other in a conversation', async () => {
  const id = await create({}, dana)
  const { body } = await kim.api.post(`/events/${id}/contact`).send({ message }).expect(200)
  expect(body).toEqual({ ticket_id: null, conversation_id: expect.any(Number) })
  const booking = (await book(lee, id)).body.id
  const written = await dana.api.post(`/bookings/${booking}/contact`).send({ message }).expect(200)
  expect(written.body.conversation_id).not.toBe(body.conversation_id)
  expect((await lee.api.post(`/bookings/${booking}/contact`).send({ message })).status).toBe(403)
  expect((await dana.api.post(`/events/${id}/contact`).send({ message })).body.code).toBe('own_event')
})

test('nobody writes to the host of an event that they may not see', async () => {
  const id = await create({ visibility: 'invite_only' }, dana)
  expect((await kim.api.post(`/events/${id}/contact`).send({ message })).status).toBe(404)
  const nobody = await lee.api.post('/conversations').send({ username: 'host-of-nothing', message })
  expect(nobody.status).toBeGreaterThanOrEqual(400)
})

test('what staff write that names a colleague is asked about once, to a host and to an attendee', async () => {
  const named = '@mira does not think that you can dance.'
  const hosted = await create({}, dana)
  const booking = (await book(lee, await create())).body.id
  for (const path of [`/events/${hosted}/contact`, `/bookings/${booking}/contact`]) {
    const send = (more: object) =>
      host.pages
        .post(path)
        .type('form')
        .send({ message: named, ...more })
    const page = pageOf((await send({}).expect(422)).text)
    expect(page.get('alert').text).toContain('This names @mira, and the customer would read it. Send it anyway?')
    expect(page.fieldsOf(path)).toMatchObject({ message: named })
    // Enter submits by the first button.
    const buttons = page.all('button', /^Send/).map(({ name }) => name)
    expect(buttons).toEqual(['Send', 'Send to the customer'])
    await send({ to_customer: 'yes' }).expect(303)
  }
  const own = await kim.pages
    .post(`/events/${await create()}/contact`)
    .type('form')
    .send({ message: named })
  expect(own.status).toBe(303)
})

test('a command in the last line of what staff write to an attendee is done after it is sent', async () => {
  const booking = (await book(lee, await create())).body.id
  const path = `/bookings/${booking}/contact`
  const { headers } = await host.pages.post(path).type('form').send({ message: 'Bring shoes.\n!close' }).expect(303)
  const id = headers.location?.split('/').at(-1)
  expect((await lee.api.get(`/tickets/${id}`)).body).toMatchObject({ status: 'closed' })
  const { body } = await lee.api.get(`/tickets/${id}/messages`)
  expect(body.messages[0]).toMatchObject({ body: 'Bring shoes.' })
})

test('so is one of a customer who writes to staff about their event; in a conversation it is text', async () => {
  const typed = { message: 'I found the way.\n!close' }
  const write = async (event: number) =>
    (await kim.pages.post(`/events/${event}/contact`).type('form').send(typed).expect(303)).headers.location ?? ''
  const id = Number((await write(await create())).split('/').at(-1))
  expect(await ticketAs(kim, id)).toMatchObject({ status: 'closed' })
  expect((await threadOf(kim, id))[0]).toMatchObject({ body: 'I found the way.' })
  const { body } = await dana.api.get(`${await write(await create({}, dana))}/messages`)
  expect(body.messages.at(-1)).toMatchObject({ body: typed.message })
})

test('an attendee who is staff is written to in a ticket by a member who hosts, and by no colleague', async () => {
  const id = await create({}, dana)
  const colleague = await join(world, 'colin', 'assistant')
  const path = `/bookings/${(await book(colleague, id)).body.id}/contact`
  const { body } = await dana.api.post(path).send({ message }).expect(200)
  expect(await ticketAs(dana, body.ticket_id)).toMatchObject({ waiting_on: 'staff', customer: { id: dana.id } })
  expect((await dana.pages.get(path).expect(200)).text).toContain('This opens a ticket about the event')
  expect((await host.api.post(path).send({ message }).expect(409)).body.code).toBe('colleague')
  const linked = async ({ pages }: typeof host) => (await pages.get(`/events/${id}/attendees`).expect(200)).text
  expect(await linked(dana)).toContain(path)
  expect(await linked(host)).not.toContain(path)
})

test('staff open no ticket of an attendee who is suspended', async () => {
  const nora = await join(world, 'nora')
  const path = `/bookings/${(await book(nora, await create())).body.id}/contact`
  await updateAccount(world.ctx, nora.id, { suspended_at: 1 })
  const { body } = await host.api.post(path).send({ message }).expect(409)
  expect(body.detail).toBe('This account is suspended.')
})

describe('where nobody can be written to', async () => {
  const id = await create({}, dana)
  const booking = (await book(lee, id)).body.id
  const [toHost, toAttendee] = [`/events/${id}/contact`, `/bookings/${booking}/contact`]

  test('the page says so before anything is typed, and nothing leads there', async () => {
    expect((await kim.pages.get(`/events/${id}`).expect(200)).text).toContain(toHost)
    await changeSettings(world.ctx, host.actor, { messages: 'off' })
    for (const [member, page, path] of [
      [kim, `/events/${id}`, toHost],
      [dana, `/events/${id}/attendees`, toAttendee],
    ] as const) {
      expect((await member.pages.get(page).expect(200)).text).not.toContain(path)
      expect((await member.pages.get(path).expect(409)).text).toContain('Customers do not write to each other')
      expect((await member.api.post(path).send({ message }).expect(409)).body.code).toBe('messages_off')
    }
    expect((await host.pages.get(`/events/${id}/attendees`).expect(200)).text).toContain(toAttendee)
    await changeSettings(world.ctx, host.actor, { messages: 'hosts' })
    expect((await dana.pages.get(toHost).expect(409)).text).toContain('This is your own event.')
  })

  test('a host who is suspended is named, and what was typed stays', async () => {
    await updateAccount(world.ctx, dana.id, { suspended_at: 1 })
    const max = await join(world, 'max')
    const refused = await max.pages.post(toHost).type('form').send({ message }).expect(409)
    expect(refused.text).toContain('dana cannot be written to right now.')
    expect(refused.text).toContain(`${message}</textarea>`)
  })
})
