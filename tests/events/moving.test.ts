import { describe, expect, test } from 'vitest'
import { enqueue } from '#platform/jobs/jobs.ts'
import { pruningJob } from '#platform/jobs/pruning.ts'
import { confirmEmail } from '../notifications/told.ts'
import { day, hour, minute } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { join, type Member } from '../support/people.ts'
import { book, dayFromNow, startHouse, startingIn } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse({
  env: { EVENT_OFFER_HOURS: '72', SESSION_HOURS: '8000' },
})

test('an offer of an event that is moved to an earlier day holds until it begins', async () => {
  const id = await create({ capacity: 1 })
  const booking = (await book(kim, id)).body.id
  await lee.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
  await kim.api.post(`/bookings/${booking}/cancellation`).expect(200)
  const { body } = await host.api.patch(`/events/${id}`, { date: dayFromNow(world, 2) }).expect(200)
  const own = async () => (await lee.api.get(`/events/${id}`).expect(200)).body
  expect((await own()).own_wait.offer_ends_at).toBe(body.starts_at)
  world.clock.advance(Date.parse(body.starts_at) - world.clock.now() + minute)
  await workOff(world)
  expect(await own()).toMatchObject({ waiting_list: null, places_left: 1 })
})

test('an address that nobody has followed an invitation for is forgotten a month after the event, whenever that is', async () => {
  const id = await create({ visibility: 'invite_only', date: dayFromNow(world, 7) })
  await host.api.post(`/events/${id}/invitations`, { who: ['stranger@example.com', 'lee'] }).expect(200)
  await host.api.patch(`/events/${id}`, { date: dayFromNow(world, 14) }).expect(200)
  const invited = async () => {
    await enqueue(world.ctx, pruningJob, {})
    await workOff(world)
    return (await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations.length
  }
  world.clock.advance(43 * day)
  expect(await invited()).toBe(2)
  world.clock.advance(3 * day + hour)
  expect(await invited()).toBe(1)
})

test('a door that was opened before the event was moved stays until a month after its new day', async () => {
  const id = await create()
  const door = (await host.api.post(`/events/${id}/doors`, { name: 'Main' }).expect(201)).body.id
  await host.api.patch(`/events/${id}`, { date: dayFromNow(world, 60) }).expect(200)
  world.clock.advance(45 * day)
  await enqueue(world.ctx, pruningJob, {})
  await workOff(world)
  await host.api.get(`/doors/${door}/counts`).expect(200)
})

describe('an event that is over, or has begun, and is moved to later', async () => {
  const { world, host, kim, create } = await startHouse({ env: { EVENT_HOSTS: 'everyone', SESSION_HOURS: '8000' } })
  const boss = await join(world, 'boss', 'admin')
  const move = (id: number, by: Member, minutes = 60) => by.api.patch(`/events/${id}`, startingIn(world, minutes))

  test('lets everybody in again, however soon it is', async () => {
    const id = await create(startingIn(world, 30))
    await book(kim, id)
    const door = (await host.api.post(`/events/${id}/doors`, { name: 'Main' }).expect(201)).body.id
    const [{ id: pass_id }] = (await kim.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
    const enter = async () =>
      (await host.api.post(`/doors/${door}/admissions`, { pass_id }).expect(200)).body.reason ?? 'in'
    world.clock.advance(30 * minute)
    expect([await enter(), await enter()]).toEqual(['in', 'used'])
    world.clock.advance(2 * hour)
    await move(id, host).expect(200)
    expect([await enter(), await enter()]).toEqual(['in', 'used'])
  })

  test('passes to whoever moves it if its host has left; a host who is here keeps it', async () => {
    const [gone, here] = [await join(world, 'gone'), await join(world, 'here')]
    for (const one of [gone, here]) await confirmEmail(world, one)
    const [first, second] = [await create(startingIn(world, 30), gone), await create(startingIn(world, 30), here)]
    const current = await create(startingIn(world, 150), gone)
    world.clock.advance(3 * hour)
    await boss.api.post(`/admin/accounts/${gone.id}/suspension`).expect(200)
    await workOff(world)
    for (const id of [first, second, current]) await move(id, host).expect(200)
    await workOff(world)
    const hosts = [first, second, current].map(async (id) => (await boss.api.get(`/events/${id}`).expect(200)).body)
    expect(await Promise.all(hosts)).toMatchObject([
      { cancelled_at: null, host: { username: 'mira' } },
      { cancelled_at: null, host: { username: 'here' } },
      { cancelled_at: null, host: { username: 'mira' } },
    ])
  })

  test('cannot be moved by somebody who may create no events', async () => {
    const id = await create(startingIn(world, 30))
    world.clock.advance(3 * hour)
    const chief = await join(world, 'chief', 'admin')
    await chief.api.put(`/admin/accounts/${host.id}/type`, { account_type: 'customer' }).expect(200)
    const { body } = await move(id, host).expect(403)
    expect(body.detail).toMatch(/^This event is over; moved to another time, it is a new event\. Confirm your email/)
  })
})
