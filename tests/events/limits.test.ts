import { expect, test } from 'vitest'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { join } from '../support/people.ts'
import { sendForm } from '../tickets/desk.ts'
import { anEvent, dayFromNow, startHouse } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse({ env: { EVENT_HOSTS: 'everyone', RATE_LIMITS: 'on' } })
const dana = await join(world, 'dana')
await updateAccount(world.ctx, dana.id, { email_verified_at: 1 })

test('a member creates events only with a confirmed address', async () => {
  const { body } = await lee.api.post('/events').send(anEvent(world)).expect(403)
  expect(body.code).toBe('unconfirmed_address')
  await lee.pages.get('/events/new').expect(403)
})

test('copies of an event count as events that a member creates, and staff plan a season', async () => {
  const until = dayFromNow(world, 7 * 41)
  for (const [member, second] of [
    [dana, 429],
    [host, 200],
  ] as const) {
    const { body } = await member.api.post('/events').send(anEvent(world)).expect(201)
    const repeat = () => member.api.post(`/events/${body.id}/copies`, { until })
    const first = await repeat().expect(200)
    expect(first.body.event_ids).toHaveLength(40)
    await repeat().expect(second)
  }
  const hosted = (await dana.api.get('/events?hosted=me&limit=100').expect(200)).body.events
  expect(hosted).toHaveLength(41)
})

test('a member edits an event, and notifies everybody, sixty times in ten minutes, and staff more often', async () => {
  for (const [member, next] of [
    [dana, 429],
    [host, 200],
  ] as const) {
    const id = await create({}, member)
    for (let n = 0; n < 60; n += 1)
      await member.api.patch(`/events/${id}`, { title: `Edition ${n}`, notify: true }).expect(200)
    const { headers } = await member.api.patch(`/events/${id}`, { title: 'Another', notify: true }).expect(next)
    expect(headers.ratelimit).toContain('"writing')
    world.clock.advance(60 * 60_000)
  }
})

test('a limit that counts each of many names is reported once', async () => {
  const { body } = await host.api.post('/events').send(anEvent(world)).expect(201)
  const who = Array.from({ length: 50 }, (_, n) => `guest${n}@example.com`)
  const { headers } = await host.api.post(`/events/${body.id}/invitations`, { who }).expect(200)
  expect(headers.ratelimit?.match(/"invite-to-event";r=150/g)).toHaveLength(1)
  expect(headers.ratelimit?.match(/"invite-to-event"/g)).toHaveLength(1)
})

test('a member has one address invited ten times an hour, and staff as often as they like', async () => {
  const who = ['somebody@example.com']
  for (const [member, eleventh] of [
    [dana, 429],
    [host, 200],
  ] as const) {
    const { body } = await member.api.post('/events').send(anEvent(world)).expect(201)
    const at = `/events/${body.id}/invitations`
    const again = async () => {
      const { invitations } = (await member.api.get(at).expect(200)).body
      for (const { id } of invitations) await member.api.delete(`${at}/${id}`).expect(204)
      return member.api.post(at, { who })
    }
    for (let n = 0; n < 10; n += 1) expect((await again()).status).toBe(200)
    expect((await again()).status).toBe(eleventh)
  }
})

test('tries to book count by either door, also when they are refused', async () => {
  const id = await create()
  for (const tryOnce of [
    () => kim.api.post(`/events/${id}/bookings`, { quantity: 1 }),
    () => sendForm(lee, `/events/${id}/bookings`, { quantity: '1' }),
  ]) {
    for (let n = 0; n < 60; n += 1) expect((await tryOnce()).status).not.toBe(429)
    expect((await tryOnce()).status).toBe(429)
  }
})
