import { expect, test } from 'vitest'
import { book, startHouse } from '../events/stage.ts'

const { world, create, kim, host } = await startHouse()

const passesAt = (eventId: number) =>
  world.ctx.db.selectFrom('passes').selectAll().where('event_id', '=', eventId).orderBy('id').execute()

test('each booked place has a pass of its own, with the number of its type', async () => {
  const types = [
    { name: 'Adult', price: 10, places: null },
    { name: 'Child', price: 5, places: null },
  ]
  const id = await create({ types })
  const [adult, child] = (await kim.api.get(`/events/${id}`)).body.types
  const places = [{ type_id: child.id }, { type_id: adult.id }, { type_id: child.id }]
  const booking = await book(kim, id, { quantity: 3, places })
  expect(booking.status).toBe(201)
  const passes = await passesAt(id)
  expect(passes.map(({ type_number }) => type_number)).toEqual([2, 1, 2])
  expect(new Set(passes.map(({ public_id }) => public_id)).size).toBe(3)
  for (const pass of passes) {
    expect(pass).toMatchObject({ holder_id: kim.id, generation: 1, tag: null, used_at: null, cancelled_at: null })
    expect(pass.public_id).toMatch(/^[0-9a-f]{16}$/)
    expect(pass.short_code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
  }
})

test('a type that is added later gets a number of its own; the others keep theirs', async () => {
  const id = await create({ types: [{ name: 'Adult', price: 10, places: null }] })
  const [adult] = (await kim.api.get(`/events/${id}`)).body.types
  const types = [{ name: 'Child', price: 5, places: null }, adult]
  await host.api
    .patch(`/events/${id}`)
    .send({ types: types.map(({ places_left: _, ...type }) => type) })
    .expect(200)
  const rows = await world.ctx.db.selectFrom('event_types').selectAll().where('event_id', '=', id).execute()
  expect(new Map(rows.map(({ name, number }) => [name, number]))).toEqual(
    new Map([
      ['Adult', 1],
      ['Child', 2],
    ]),
  )
})

test('a booking that is cancelled takes its passes along, unless somebody has been admitted', async () => {
  const id = await create()
  const [one, two] = [(await book(kim, id)).body, (await book(kim, id)).body]
  await kim.api.post(`/bookings/${one.id}/cancellation`).expect(200)
  const [cancelled, other] = await passesAt(id)
  expect(cancelled?.cancelled_at).not.toBeNull()
  expect(other?.cancelled_at).toBeNull()
  await world.ctx.db
    .updateTable('passes')
    .set({ used_at: 1 })
    .where('id', '=', other?.id as number)
    .execute()
  for (const who of [kim, host]) {
    const refused = await who.api.post(`/bookings/${two.id}/cancellation`).expect(409)
    expect(refused.body.code).toBe('already_admitted')
  }
  expect((await kim.api.get(`/bookings/${two.id}`)).body.cancelled_at).toBeNull()
})
