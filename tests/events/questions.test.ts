import { describe, expect, test } from 'vitest'
import { book, startHouse } from './stage.ts'

const { host, kim, lee, create } = await startHouse()

const questionsOf = async (id: number) => (await host.api.get(`/events/${id}`).expect(200)).body.questions

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
