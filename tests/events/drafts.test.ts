import { expect, test } from 'vitest'
import { findDrafts } from '#platform/drafts/drafts.ts'
import { pageOf } from '../support/page.ts'
import type { Member } from '../support/people.ts'
import { sendForm } from '../tickets/desk.ts'
import { anEvent, book, startHouse } from './stage.ts'

const { world, host, kim, create } = await startHouse()

const save = (member: Member, place: string, fields: object) =>
  sendForm(member, '/drafts', { place, fields: JSON.stringify(fields) }).expect(200)
const isKept = async ({ id }: Member, place: string) => (await findDrafts(world.ctx, id, [place])).has(place)

test('an event that is half written is there again, and gone when it is created', async () => {
  const half = { title: 'Tango', description: 'Half a thought', date: '2027-02-03', visibility: 'invite_only' }
  await save(host, 'new-event', half)
  const { text } = await host.pages.get('/events/new').expect(200)
  expect(pageOf(text).fieldsOf('/events')).toMatchObject(half)
  await sendForm(host, '/events', { title: 'x' }).expect(422)
  expect(await isKept(host, 'new-event')).toBe(true)
  await sendForm(host, '/events', { ...anEvent(world), visibility: 'public' }).expect(303)
  expect(await isKept(host, 'new-event')).toBe(false)
})

test('an event that another account wrote is not created, and its author gets all its texts back', async () => {
  const sent = { title: 'Tango for all', description: 'Bring <soft> shoes.', drawn_for: String(kim.id) }
  const { text } = await sendForm(host, '/events', sent).expect(409)
  expect(text).toContain('Tango for all</textarea>')
  expect(text).toContain('Bring &lt;soft&gt; shoes.</textarea>')
})

test('an unfinished edit is shown in place of the event’s own text', async () => {
  const id = await create()
  await save(host, `event-${id}-edit`, { title: 'Salsa for two', description: 'Bring other shoes.' })
  const { text } = await host.pages.get(`/events/${id}/edit`).expect(200)
  expect(text).toContain('Bring other shoes.</textarea>')
  expect(text).toContain('value="Studio 2"')
  await sendForm(host, `/events/${id}/edit`, { ...anEvent(world), visibility: 'public' }).expect(303)
  expect(await isKept(host, `event-${id}-edit`)).toBe(false)
})

test('an edit that is half made takes nothing back that was changed since but shows its text', async () => {
  const id = await create()
  const half = { title: 'Salsa for two', description: 'Half a thought', location: 'Studio 2', capacity: '5' }
  await save(host, `event-${id}-edit`, half)
  world.clock.advance(1000)
  await host.api.patch(`/events/${id}`, { location: 'Studio 9' }).expect(200)
  const { text } = await host.pages.get(`/events/${id}/edit`).expect(200)
  expect(text).toContain('value="Studio 9"')
  expect(text).not.toContain('value="5"')
  expect(text).toContain('Half a thought</textarea>')
})

test('an edit does not overwrite changes made after the form was opened, unless it is sent again', async () => {
  const id = await create()
  const opened = pageOf((await host.pages.get(`/events/${id}/edit`).expect(200)).text).fieldsOf(`/events/${id}/edit`)
  await host.api.patch(`/events/${id}`, { location: 'Studio 9' }).expect(200)
  const save = ({ idempotency_key: _, ...fields }: Record<string, string>) =>
    sendForm(host, `/events/${id}/edit`, { ...fields, title: 'Salsa for three' })
  const refused = pageOf((await save(opened).expect(409)).text)
  expect(refused.get('alert').text).toContain('The event has changed since you opened it.')
  expect((await host.api.get(`/events/${id}`)).body).toMatchObject({ title: 'Salsa for two', location: 'Studio 9' })
  const again = refused.fieldsOf(`/events/${id}/edit`)
  expect(again).toMatchObject({ title: 'Salsa for three', location: 'Studio 2' })
  await save({ ...again, end_time: 'late' }).expect(422)
  await save(again).expect(303)
  const { title, location, sequence } = (await host.api.get(`/events/${id}`)).body
  expect([title, location]).toEqual(['Salsa for three', 'Studio 2'])
  const late = await host.api.patch(`/events/${id}`, { title: 'Salsa', expected_sequence: sequence - 1 })
  expect([late.status, late.body.code]).toEqual([409, 'event_changed'])
  await host.api.patch(`/events/${id}`, { title: 'Salsa', expected_sequence: sequence }).expect(200)
})

test('an event that is saved as it was is still the one that somebody has opened', async () => {
  const id = await create({ types: [{ name: 'Leader' }], questions: [{ label: 'Level', kind: 'text' }] })
  const opened = pageOf((await host.pages.get(`/events/${id}/edit`).expect(200)).text).fieldsOf(`/events/${id}/edit`)
  const { title, date, types, questions, sequence } = (await host.api.get(`/events/${id}`)).body
  const same = types.map(({ places_left: _, ...type }: Record<string, unknown>) => type)
  const saved = await host.api.patch(`/events/${id}`, { title, date, types: same, questions }).expect(200)
  expect(saved.body.sequence).toBe(sequence)
  const { idempotency_key: _, ...fields } = opened
  await sendForm(host, `/events/${id}/edit`, { ...fields, title: 'Salsa for three' }).expect(303)
  expect((await host.api.get(`/events/${id}`)).body).toMatchObject({ title: 'Salsa for three', sequence: sequence + 1 })
})

test('the reason of a cancellation is kept until the event is cancelled', async () => {
  const id = await create()
  await save(host, `event-${id}-cancellation`, { reason: 'The boiler is' })
  expect((await host.pages.get(`/events/${id}/cancellation`).expect(200)).text).toContain('The boiler is</textarea>')
  await sendForm(host, `/events/${id}/cancellation`, { reason: 'The boiler is broken.' }).expect(303)
  expect(await isKept(host, `event-${id}-cancellation`)).toBe(false)
})

test('names of people to invite are kept until they are invited', async () => {
  const id = await create()
  const [place, path] = [`event-${id}-invitations`, `/events/${id}/attendees`]
  await save(host, place, { who: 'kim, lena@example' })
  expect((await host.pages.get(path).expect(200)).text).toContain('kim, lena@example</textarea>')
  await sendForm(host, `/events/${id}/invitations`, { who: 'kim, lena@example.org' }).expect(303)
  expect(await isKept(host, place)).toBe(false)
})

test('answers to an event’s questions are kept until a place is booked, without the ticket type chosen then', async () => {
  const id = await create({
    questions: [{ label: 'Child’s name', kind: 'text' }],
    types: [{ name: 'Adult' }, { name: 'Child' }],
  })
  const { types, questions } = (await kim.api.get(`/events/${id}`)).body
  const [adult, child] = types.map((type: { id: number }) => String(type.id))
  const answer = `answer_1_${questions[0].id}`
  await save(kim, `event-${id}-booking`, { [answer]: 'Zoë-Mar', type_1: adult })
  const { text } = await kim.pages.get(`/events/${id}/booking?type_id=${child}`).expect(200)
  const fields = pageOf(text).fieldsOf(`/events/${id}/bookings`)
  expect(fields).toMatchObject({ [answer]: 'Zoë-Mar', type_1: child })
  await sendForm(kim, `/events/${id}/bookings`, { ...fields, [answer]: 'Zoë-Marie' }).expect(303)
  expect(await isKept(kim, `event-${id}-booking`)).toBe(false)
})

test('a message about an event is kept until it is sent, to the host and to who has booked', async () => {
  const id = await create()
  const booking = (await book(kim, id)).body.id
  for (const [member, place, path] of [
    [kim, `event-${id}-contact`, `/events/${id}/contact`],
    [host, `booking-${booking}-contact`, `/bookings/${booking}/contact`],
  ] as const) {
    await save(member, place, { message: 'Half a question' })
    expect((await member.pages.get(path).expect(200)).text).toContain('Half a question</textarea>')
    await sendForm(member, path, { message: 'Is there a whole question?' }).expect(303)
    expect(await isKept(member, place)).toBe(false)
  }
})
