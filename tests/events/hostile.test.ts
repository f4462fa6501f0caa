import { describe, expect, test } from 'vitest'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { anEvent, book, placesBooked, placesTaken, startHouse, tokenFor } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse({ env: { EVENT_HOSTS: 'everyone' } })
const second = await startApp({ database: world.database, clock: world.clock, env: { TIME_ZONE: 'UTC' } })

const statusOf = async (call: PromiseLike<{ status: number }>) => (await call).status
const form = (member: Member, path: string, text: string) => member.pages.post(path).type('form').send(text)

describe('what is another’s', () => {
  test('every route of bookings answers 404', async () => {
    const { body } = await book(kim, await create())
    const at = `/bookings/${body.id}`
    for (const call of [
      lee.api.get(at),
      lee.api.post(`${at}/cancellation`),
      lee.api.put(`${at}/payment`, { paid: true }),
      form(lee, `${at}/cancellation`, ''),
      form(lee, `${at}/payment`, 'paid=on'),
    ])
      expect(await statusOf(call)).toBe(404)
    expect((await kim.api.get(at).expect(200)).body).toMatchObject({ cancelled_at: null, paid_at: null })
  })

  test('event’s invitation, ticket type or question is not this event’s', async () => {
    const more = { types: [{ name: 'Adult' }], questions: [{ label: 'Age', kind: 'number' }] }
    const [mine, other] = [await create(more), await create(more)]
    await host.api.post(`/events/${other}/invitations`, { who: ['kim'] }).expect(200)
    const [invitation] = (await host.api.get(`/events/${other}/invitations`)).body.invitations
    expect(await statusOf(host.api.delete(`/events/${mine}/invitations/${invitation.id}`))).toBe(404)
    const { types, questions } = (await host.api.get(`/events/${other}`)).body
    expect((await book(kim, mine, { type_id: types[0].id })).body.code).toBe('unknown_type')
    for (const edit of [
      { types: [{ id: types[0].id, name: 'Taken' }] },
      { questions: [{ id: questions[0].id, label: 'Taken', kind: 'number' }] },
    ])
      expect(await statusOf(host.api.patch(`/events/${mine}`, edit))).toBe(422)
    const own = (await host.api.get(`/events/${mine}`)).body
    const answers = { [questions[0].id]: '5' }
    expect((await book(kim, mine, { type_id: own.types[0].id, places: [{ answers }] })).body.code).toBe('answers')
    expect((await host.api.get(`/events/${other}`)).body).toMatchObject({ types, questions })
  })
})

describe('texts', () => {
  const evil = '<img src=x onerror=alert(1)>'

  test('with a number in them lead to no ticket', async () => {
    const id = await create({ description: 'The **#1** show in town, see https://example.com' })
    const page = pageOf((await kim.pages.get(`/events/${id}`).expect(200)).text)
    expect(page.text).toContain('The #1 show in town')
    expect(page.all('link', '#1')).toEqual([])
    expect(page.all('link', 'https://example.com')).toHaveLength(1)
  })

  test('stay texts on pages, and no formulas in a file', async () => {
    const questions = [{ label: `=1+1 ${evil}`, kind: 'text' }]
    const id = await create({ title: `${evil} 💃🏽`, location: evil, description: evil, questions })
    const asked = (await kim.api.get(`/events/${id}`)).body.questions[0].id
    await kim.api.patch('/me', { display_name: '=cmd|calc' }).expect(200)
    await book(kim, id, { places: [{ answers: { [asked]: '=HYPERLINK("http://evil.example")' } }] })
    for (const path of ['', '/attendees', '/booking', '/edit', '/cancellation', '/copies']) {
      const { text } = await host.pages.get(`/events/${id}${path}`).expect(200)
      expect(text).not.toContain('<img src=x')
      expect(text).toContain('💃🏽')
    }
    for (const path of ['/events', '/events/calendar', '/home', '/bookings', '/notifications'])
      expect((await kim.pages.get(path).expect(200)).text).not.toContain('<img src=x')
    const csv = (await host.pages.get(`/events/${id}/attendees.csv`).expect(200)).text
    for (const cell of csv.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+@]/)
    expect(csv).toContain('HYPERLINK')
  })

  const nothings: [string, object][] = [
    ['title', { title: 'A\u0000B' }],
    ['title', { title: '\ud800 alone' }],
    ['title', { title: '\u200b\u200b\u200b' }],
    ['title', { title: ['Salsa'] }],
    ['title', { title: 'x'.repeat(101) }],
    ['description', { description: 'A\u0000B' }],
    ['location', { location: { a: 1 } }],
    ['capacity', { capacity: 1e308 }],
    ['capacity', { capacity: 2 ** 31 }],
    ['places_per_person', { places_per_person: 1e9 }],
    ['price', { price: 1e300 }],
    ['date', { date: '9999-12-31' }],
    ['date', { date: '0001-01-01' }],
    ['types', { types: Array.from({ length: 7 }, (_, n) => ({ name: `T${n}` })) }],
    ['questions', { questions: Array.from({ length: 7 }, (_, n) => ({ label: `Q${n}`, kind: 'text' })) }],
  ]
  test.each(nothings)('that are none are refused: %s, %j', async (field, wrong) => {
    const refused = await host.api.post('/events').send(anEvent(world, wrong))
    expect([refused.status, refused.body.errors?.[0].field]).toEqual([422, field])
  })

  test.each([
    'q=%00',
    'q=%ED%A0%80',
    'q=%25_%5C',
    'from=2026-99-99',
    'past=maybe',
    'q=a&q=b',
    'cursor=zzz',
    'hosted=7',
  ])('of a search are searched for or refused: %s', async (query) => {
    for (const path of ['/events', '/api/v1/events'])
      expect([200, 303, 400, 422]).toContain(await statusOf(world.visitor().get(`${path}?${query}`)))
  })
})

describe('a form', () => {
  test('with a field twice, or for more places than are booked, books nothing', async () => {
    const id = await create({ questions: [{ label: 'Name', kind: 'text' }] })
    const asked = (await kim.api.get(`/events/${id}`)).body.questions[0].id
    const token = encodeURIComponent(await tokenFor(kim, id))
    const at = `/events/${id}/bookings`
    for (const fields of [
      `quantity=2&quantity=1&purchase_token=${token}`,
      `quantity[]=1&purchase_token=${token}`,
      `quantity=2&purchase_token=${token}&purchase_token=${token}`,
      `quantity=2&purchase_token=${token}&answer_1_${asked}=a&answer_1_${asked}=b`,
      `quantity=2&purchase_token=${token}&answer_5_${asked}=E`,
      `quantity=2&purchase_token=${token}&answer_1_${asked}[x]=E`,
      `quantity=2&purchase_token=${token}&nothing_1=x`,
      `quantity=99999999999999999999&purchase_token=${token}`,
      `quantity=1&purchase_token=${token}&type_1=99999999999999`,
    ])
      expect([fields, await statusOf(form(kim, at, fields))]).toEqual([
        fields,
        expect.toSatisfy((n) => n === 422 || n === 400),
      ])
    expect(await placesBooked(world, id)).toBe(0)
    const drawnForFour = [1, 2, 3, 4].map((n) => `answer_${n}_${asked}=N${n}`).join('&')
    expect(await statusOf(form(kim, at, `quantity=2&purchase_token=${token}&${drawnForFour}`))).toBe(303)
    const csv = (await host.pages.get(`/events/${id}/attendees.csv`).expect(200)).text
    expect([csv.includes('N2'), csv.includes('N3')]).toEqual([true, false])
  })

  test.each(['0', '-1', '1e3', '99999999999999999999', '٣', '%00', 'NaN'])('for event %s finds none', async (id) => {
    for (const path of ['', '/booking', '/edit', '/attendees', '/attendees.csv'])
      expect(await statusOf(host.pages.get(`/events/${encodeURIComponent(id)}${path}`))).toBe(404)
  })
})

describe('at once', async () => {
  const others = await Promise.all(Array.from({ length: 10 }, (_, n) => join(n % 2 ? second : world, `crowd${n}`)))

  test('twenty edits and ten purchases leave one event, whole and counted', async () => {
    const id = await create({ capacity: 30, types: [{ name: 'Adult' }, { name: 'Child' }] })
    const { types } = (await host.api.get(`/events/${id}`)).body
    const edits = Array.from({ length: 20 }, (_, n) =>
      host.api.patch(`/events/${id}`, {
        title: `Edit ${n}`,
        capacity: 5 + n,
        types: [
          { id: types[0].id, name: `Adult ${n}` },
          { id: types[1].id, name: `Child ${n}` },
        ],
      }),
    )
    const answers = await Promise.all([...edits, ...others.map((one) => book(one, id, { type_id: types[0].id }))])
    expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([])
    const event = (await host.api.get(`/events/${id}`)).body
    const n = event.title.replace('Edit ', '')
    expect(event).toMatchObject({ capacity: 5 + Number(n), types: [{ name: `Adult ${n}` }, { name: `Child ${n}` }] })
    expect(await placesTaken(world, id)).toBe(await placesBooked(world, id))
    expect(event.places_left).toBe(event.capacity - (await placesBooked(world, id)))
  })

  test('a cancellation and ten purchases: people who got a place are notified, and nobody gets one later', async () => {
    const id = await create({ capacity: 30 })
    const tokens = await Promise.all(others.map((one) => tokenFor(one, id)))
    const [, ...booked] = await Promise.all([
      host.api.post(`/events/${id}/cancellation`, { reason: 'Storm' }),
      ...others.map((one, n) => book(one, id, { purchase_token: tokens[n] })),
    ])
    for (const [n, { status, body }] of booked.entries()) {
      const { notifications } = (await (others[n] as Member).api.get('/notifications?limit=100')).body
      const told = notifications.filter((one: { kind: string; subject: { id: number } }) => one.subject.id === id)
      const kinds = told.map(({ kind }: { kind: string }) => kind)
      expect(kinds).toEqual(status === 201 ? ['event_cancelled', 'event_booked'] : [])
      if (status !== 201) expect(body.code).toBe('event_cancelled')
    }
    expect(await placesTaken(world, id)).toBe(await placesBooked(world, id))
  })
})
