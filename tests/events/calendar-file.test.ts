import { expect, test } from 'vitest'
import { minute } from '../support/clock.ts'
import { CalendarProgram, parseCalendar } from './calendar-reader.ts'
import { book, startHouse } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse()
const fileOf = async (id: number, by = kim) =>
  (await by.pages.get(`/events/${id}/event.ics`).buffer(true).expect(200)).text

test('the file of an event is read by a parser that is not its generator', async () => {
  const title = `Tanz „für alle“; laut, leise \\ 🎉 ${'ÄÖÜ日本語'.repeat(8)}`
  const id = await create({
    title,
    description: '**Flat** shoes,\n- or none; \\n is text\x07',
    location: 'Straße 2, Hof',
  })

  const answer = await world.visitor().get(`/events/${id}/event.ics`).buffer(true).expect(200)

  expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8; method=PUBLISH')
  expect(answer.headers['content-disposition']).toBe(`inline; filename="event-${id}.ics"`)
  expect(answer.headers['cache-control']).toBe('private, no-store')
  expect(answer.text).toMatch(/\r\nEND:VCALENDAR\r\n$/)
  expect(answer.text).not.toMatch(/(?<!\r)\n|\r(?!\n)/)
  for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const { method, events } = parseCalendar(answer.text)
  expect(method).toBe('PUBLISH')
  expect(events).toHaveLength(1)
  const url = `${world.url}/events/${id}`
  expect(events[0]).toMatchObject({
    uid: `event-${id}@127.0.0.1`,
    sequence: 0,
    summary: title,
    description: `Flat shoes,\n- or none; \\n is text\n\n${url}`,
    location: 'Straße 2, Hof',
    status: 'CONFIRMED',
  })
  expect(events[0]?.raw('url')).toContain(url)
  expect(events[0]?.raw('class')).toBe('CLASS:PUBLIC')
  expect(events[0]?.raw('organizer')).toBe('ORGANIZER;CN=mira:mailto:desk@127.0.0.1')
  const stamp = `${new Date(world.clock.now()).toISOString().replace(/\.\d+|[-:]/g, '')}`
  expect(events[0]?.raw('dtstamp')).toBe(`DTSTAMP:${stamp}`)
  expect(events[0]?.raw('last-modified')).toBe(`LAST-MODIFIED:${stamp}`)
})

test('opened again after a change it is the same entry, changed; after the cancellation it is gone', async () => {
  const id = await create()
  await book(kim, id)
  const program = new CalendarProgram()
  program.open(await fileOf(id))
  world.clock.advance(minute)
  await host.api.patch(`/events/${id}`, { start_time: '19:30', location: 'Studio 3' }).expect(200)
  program.open(await fileOf(id))
  expect(program.shown).toMatchObject([{ uid: `event-${id}@127.0.0.1`, sequence: 1, location: 'Studio 3' }])
  expect(new Date(program.shown[0]?.starts_at ?? 0).toISOString()).toContain('T19:30')

  // A booking changes nothing that a calendar shows.
  await book(lee, id)
  expect(parseCalendar(await fileOf(id)).events[0]?.sequence).toBe(1)

  await host.api.post(`/events/${id}/cancellation`, { reason: 'The teacher is ill.' }).expect(200)
  const cancelled = await fileOf(id)
  const { method, events } = parseCalendar(cancelled)
  expect(method).toBe('CANCEL')
  expect(events).toMatchObject([{ status: 'CANCELLED', sequence: 2 }])
  expect(events[0]?.description).toMatch(/^Cancelled\. The teacher is ill\.\n/)
  program.open(cancelled)
  expect(program.shown).toEqual([])
})

test('a person who may not see an event gets no file of it', async () => {
  const id = await create({ visibility: 'invite_only' })
  const path = `/events/${id}/event.ics`
  await host.api.post(`/events/${id}/invitations`, { who: ['kim'] }).expect(200)
  expect(parseCalendar(await fileOf(id)).events[0]?.raw('class')).toBe('CLASS:PRIVATE')
  await fileOf(id, host)
  await lee.pages.get(path).expect(404)
  await world.visitor().get(path).expect(404)
})

test('the page of an event leads to its file', async () => {
  const id = await create()
  const { text } = await kim.pages.get(`/events/${id}`).expect(200)
  expect(text).toContain(`href="/events/${id}/event.ics"`)
  expect(text).toContain('Add to calendar')
  await host.api.post(`/events/${id}/cancellation`, {}).expect(200)
  expect((await kim.pages.get(`/events/${id}`)).text).toContain('Remove from calendar')
})
