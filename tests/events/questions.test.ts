import { describe, expect, test } from 'vitest'
import { pageOf } from '../support/page.ts'
import { book, startHouse } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse()

const questionsOf = async (id: number) => (await host.api.get(`/events/${id}`).expect(200)).body.questions

describe('the form of an event', () => {
  const save = (id: number, fields: object) => host.pages.post(`/events/${id}/edit`).type('form').send(fields)
  const formOf = async (id: number) =>
    pageOf((await host.pages.get(`/events/${id}/edit`).expect(200)).text).fieldsOf(`/events/${id}/edit`)

  test('leaves choices as they are, whatever signs they have', async () => {
    const choices = ['Salsa, new', 'Salsa, some', 'None']
    const id = await create({ questions: [{ label: 'Level', kind: 'choice', choices }] })
    await save(id, await formOf(id)).expect(303)
    expect((await questionsOf(id))[0].choices).toEqual(choices)
  })

  test('says of a row without a name that it needs one, and of what is ticked wrongly at the top', async () => {
    const id = await create({ types: [{ name: 'Adult' }], questions: [{ label: 'Age', kind: 'number' }] })
    const refusedFor = async (fields: object) => {
      const { text } = await save(id, { ...(await formOf(id)), ...fields }).expect(422)
      return pageOf(text).get('alert').text
    }
    expect(await refusedFor({ type_price_2: '5' })).toBe('Name this ticket type, or clear its row.')
    expect(await refusedFor({ question_choices_3: 'Yes, no' })).toBe('Write this question, or clear its row.')
    expect(await refusedFor({ question_once_1: 'on' })).toContain('Only telephone numbers can be limited to one use.')
    await save(id, { ...(await formOf(id)), type_name_1: '', question_label_1: '' }).expect(303)
    const bare = await save(id, { ...(await formOf(id)), type_price_1: '5' }).expect(422)
    expect(
      pageOf(bare.text)
        .all('group')
        .map((part) => part.attribute('open')),
    ).toContain('')
    expect((await host.api.get(`/events/${id}`)).body).toMatchObject({ types: [], questions: [] })
  })

  test.each([
    ['Straße', 'STRASSE'],
    ['Early  bird', 'Early bird'],
  ])('refuses names of ticket types that look alike: %s, %s', async (...names) => {
    const id = await create({})
    const typed = { type_name_1: names[0], type_name_2: names[1] }
    const { text } = await save(id, { ...(await formOf(id)), ...typed }).expect(422)
    expect(pageOf(text).get('alert').text).toContain('Two ticket types have this name.')
  })

  test('names the ticket type that would have fewer places than are taken', async () => {
    const id = await create({ types: [{ name: 'Adult', places: 3 }, { name: 'Child' }] })
    const [{ id: type_id }] = (await host.api.get(`/events/${id}`)).body.types
    await book(kim, id, { type_id, quantity: 2 })
    const { text } = await save(id, { ...(await formOf(id)), type_places_1: '1' }).expect(409)
    expect(pageOf(text).get('alert').text).toContain(
      '“Adult”: 2 places are already booked or held for the waiting list, so there cannot be fewer.',
    )
  })

  test('takes a price in the ways people write one, and none that could be two', async () => {
    const id = await create({ types: [{ name: 'Adult' }] })
    for (const [text, price] of [
      ['１２', 12],
      ['12,-', 12],
      ['12.–', 12],
      ['12,5', 12.5],
    ]) {
      await save(id, { ...(await formOf(id)), price: String(text), type_price_1: String(text) }).expect(303)
      expect((await host.api.get(`/events/${id}`)).body).toMatchObject({ price, types: [{ price }] })
    }
    for (const price of ['1,200', '-12', '12-15', '12,-5']) await save(id, { ...(await formOf(id)), price }).expect(422)
  })

  test('takes choices one a line, or in one line with commas between', async () => {
    const id = await create({ questions: [{ label: 'Level', kind: 'choice', choices: ['A', 'B'] }] })
    for (const [text, choices] of [
      [' New, Some ,More\r\n', ['New', 'Some', 'More']],
      ['New\r\n\r\n Some, or more \r\n', ['New', 'Some, or more']],
    ]) {
      await save(id, { ...(await formOf(id)), question_choices_1: text }).expect(303)
      expect((await questionsOf(id))[0].choices).toEqual(choices)
    }
  })
})

test('the log names ticket types and questions that were changed, and no others', async () => {
  const question = { label: 'Age', kind: 'number' }
  const id = await create({ types: [{ name: 'Adult', price: 12 }], questions: [question] })
  const logged = async (edit: object) => {
    await host.api.patch(`/events/${id}`, edit).expect(200)
    const { after } = await world.ctx.db
      .selectFrom('audit_entries')
      .select('after')
      .where('action', '=', 'event_changed')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    return JSON.parse(after ?? '{}').changed ?? []
  }
  const { types, questions } = (await host.api.get(`/events/${id}`)).body
  const [adult, age] = [types[0].id, questions[0].id]
  expect(await logged({ title: 'Tango', types: [{ id: adult, name: 'Adult', price: 15 }] })).toEqual(['title', 'types'])
  expect(await logged({ title: 'Waltz', questions: [{ id: age, ...question }] })).toEqual(['title'])
  expect(await logged({ questions: [] })).toEqual(['questions'])
})

describe.each([
  [
    'phone',
    '+491701234567',
    ['+49 170 1234567', '\u202a+49\u00a0170\u20111234567\u202c', '＋４９（１７０）１２３４５６７', '0049 170 1234567'],
  ],
  ['phone', '0301234', ['٠٣٠–١٢٣٤', '030\u200b 1234']],
  ['number', '-5', ['-5', '−5', '－５', '-٥']],
])('a %s is kept as %s', (kind, kept, ways) => {
  test.each(ways)('also of “%s”', async (typed) => {
    const id = await create({ questions: [{ label: 'Asked', kind }] })
    const { id: question } = (await questionsOf(id))[0]
    const { body } = await book(kim, id, { places: [{ answers: { [question]: typed } }] })
    expect(body.places?.[0].answers).toMatchObject({ [question]: kept })
  })
})

describe('a telephone number once for each event', () => {
  test('holds for numbers that were given before the host said so, and no longer once the host takes it back', async () => {
    const question = { label: 'Phone', kind: 'phone' }
    const id = await create({ questions: [question] })
    const { id: phone } = (await questionsOf(id))[0]
    const ask = (once_per_event: boolean) =>
      host.api.patch(`/events/${id}`, { questions: [{ id: phone, ...question, once_per_event }] }).expect(200)
    const statusFor = async (number: string) =>
      (await book(lee, id, { places: [{ answers: { [phone]: number } }] })).status
    const twice = await book(kim, id, {
      quantity: 2,
      places: [{ answers: { [phone]: '0170 1' } }, { answers: { [phone]: '01701' } }],
    })
    await book(kim, id, { places: [{ answers: { [phone]: '01702' } }] })
    await ask(true)
    expect([await statusFor('01701'), await statusFor('01703')]).toEqual([422, 201])
    await kim.api.post(`/bookings/${twice.body.id}/cancellation`).expect(200)
    expect(await statusFor('01701')).toBe(201)
    await ask(false)
    expect(await statusFor('01702')).toBe(201)
    await ask(true)
    expect([await statusFor('01701'), await statusFor('01702')]).toEqual([422, 422])
  })
})

test('a refused booking of several places says which of them each thing is about', async () => {
  const id = await create({ questions: [{ label: 'Telephone', kind: 'phone' }] })
  const asked = pageOf((await kim.pages.get(`/events/${id}/booking?quantity=3`).expect(200)).text)
  const fields = asked.fieldsOf(`/events/${id}/bookings`)
  const answers = Object.fromEntries(
    Object.keys(fields).flatMap((name) => (name.startsWith('answer_') ? [[name, 'abc']] : [])),
  )
  const { text } = await kim.pages
    .post(`/events/${id}/bookings`)
    .type('form')
    .send({ ...fields, ...answers })
    .expect(422)
  const reason = 'Write a telephone number: digits, and + in front.'
  for (const place of [1, 2, 3]) pageOf(text).get('link', `Place ${place}: ${reason}`)
})

test('somebody who books several places sees what they cost together, before and after', async () => {
  const textOf = async (path: string) => pageOf((await kim.pages.get(path).expect(200)).text).text
  const id = await create({ price: 12.5 })
  expect(await textOf(`/events/${id}`)).toContain('3 · €37.50')
  await book(kim, id, { quantity: 3 })
  expect(await textOf(`/events/${id}`)).toContain('3 places, €37.50')
  const asked = await create({ price: 12.5, questions: [{ label: 'Level', kind: 'text' }] })
  expect(await textOf(`/events/${asked}/booking?quantity=3`)).toContain('3 × €12.50 = €37.50')
  const types = [{ name: 'Adult' }, { name: 'Child', price: 5 }]
  const mixed = await create({ price: 12.5, types })
  const [adult, child] = (await kim.api.get(`/events/${mixed}`).expect(200)).body.types.map(
    ({ id }: { id: number }) => id,
  )
  await book(kim, mixed, { quantity: 3, places: [{ type_id: adult }, { type_id: child }, { type_id: child }] })
  expect(await textOf(`/events/${mixed}`)).toContain('3 places, €22.50')
})
