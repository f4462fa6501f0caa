import { expect, test } from 'vitest'
import { markReminded } from '#events/events/reminder-queries.ts'
import { reminderJob } from '#events/events/reminders.ts'
import { day } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { join } from '../support/people.ts'
import { book, dayFromNow, startHouse, startingIn } from './stage.ts'

const { world, host, kim, lee, create } = await startHouse()
const { db } = world.ctx

/** Inserts this many new accounts with a booking each directly into the database. */
async function fill(event_id: number, count: number) {
  const { id: _, ...kims } = await db
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', kim.id)
    .executeTakeFirstOrThrow()
  for (let n = 0; n < count; n += 100) {
    const accounts = Array.from({ length: 100 }, (_, m) => {
      const name = `guest${event_id}-${n + m}`
      const email = `${name}@example.com`
      return { ...kims, username: name, username_key: name, email, email_key: email }
    })
    const people = await db.insertInto('accounts').values(accounts).returning('id').execute()
    const booked = people.map(({ id }) => ({ event_id, account_id: id, purchase_id: `of ${id}`, places: 1 }))
    const bookings = booked.map((one) => ({ ...one, request_hash: '', booked_at: world.ctx.clock.now() }))
    await db.insertInto('bookings').values(bookings).execute()
  }
  await db
    .updateTable('events')
    .set((eb) => ({ places_taken: eb('places_taken', '+', count) }))
    .where('id', '=', event_id)
    .execute()
}

/** The number of notifications of each kind, by person. */
async function timesTold(action: string, event: number) {
  const rows = await db
    .selectFrom('notifications')
    .select(['account_id', ({ fn }) => fn.countAll<number>().as('count')])
    .where('action', '=', action)
    .where('subject_id', '=', event)
    .groupBy('account_id')
    .execute()
  return new Map(rows.map(({ account_id, count }) => [account_id, Number(count)]))
}

test('however many people an event concerns, the first are notified with the change and the others by jobs, each once', async () => {
  const id = await create({ capacity: 605 })
  await book(kim, id, { quantity: 3 })
  await fill(id, 600)
  await book(kim, id)
  await book(lee, id)
  for (const member of [lee, await join(world, 'waiting')])
    await member.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
  const boss = await join(world, 'boss', 'admin')
  await host.api.post(`/events/${id}/invitations`, { who: ['lee', 'boss'] }).expect(200)
  const [pass] = (await kim.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
  const holder = await join(world, 'holder')
  await kim.api.post(`/passes/${pass.id}/handover`, { username: 'holder' }).expect(200)

  await boss.api.patch(`/events/${id}`, { location: 'Studio 9', notify: true }).expect(200)
  expect((await timesTold('event_changed', id)).size).toBeLessThan(520)
  await workOff(world)
  const changed = await timesTold('event_changed', id)
  expect([...changed.values()].every((count) => count === 1)).toBe(true)
  // Six hundred people, kim, lee, one who waits, one with a place handed over, and the host; not the admin.
  expect(changed.size).toBe(605)
  expect([holder, lee, host].map((member) => changed.get(member.id))).toEqual([1, 1, 1])
  expect(changed.has(boss.id)).toBe(false)

  await host.api.post(`/events/${id}/cancellation`).expect(200)
  expect((await timesTold('event_cancelled', id)).size).toBeLessThan(520)
  await workOff(world)
  const cancelled = await timesTold('event_cancelled', id)
  expect([cancelled.size, Math.max(...cancelled.values())]).toEqual([605, 1])
})

test('nobody is notified of a change after the event is cancelled', async () => {
  const id = await create()
  await fill(id, 600)
  await host.api.patch(`/events/${id}`, { location: 'Studio 9', notify: true }).expect(200)
  await host.api.post(`/events/${id}/cancellation`).expect(200)
  await workOff(world)
  expect([(await timesTold('event_changed', id)).size, (await timesTold('event_cancelled', id)).size]).toEqual([
    500, 600,
  ])
})

test('nobody is reminded of a day to which an event no longer belongs', async () => {
  const [id, other] = [await create(startingIn(world, 60 * 20)), await create(startingIn(world, 60 * 20))]
  await fill(id, 600)
  await reminderJob.run(world.ctx, '{}')
  const rowOf = (event: number) => db.selectFrom('events').selectAll().where('id', '=', event).executeTakeFirstOrThrow()
  await db.updateTable('events').set({ reminded_at: null }).where('id', '=', other).execute()
  const before = await rowOf(other)
  for (const event of [id, other]) await host.api.patch(`/events/${event}`, startingIn(world, 60 * 24 * 9)).expect(200)
  await workOff(world)
  expect((await timesTold('event_reminded', id)).size).toBe(500)
  expect(await markReminded(world.ctx, before, world.clock.now())).toBe(false)
  expect((await rowOf(other)).reminded_at).toBeNull()
})

const everybodyAt = async (event_id: number) =>
  (await db.selectFrom('bookings').select('account_id').where('event_id', '=', event_id).execute()).map(
    ({ account_id }) => account_id,
  )

test('a lower limit ends the waiting of everybody at once; the first are notified with it, the others by jobs', async () => {
  const id = await create()
  await fill(id, 300)
  const joined_at = world.clock.now()
  const waiting = (await everybodyAt(id)).map((account_id) => ({ event_id: id, account_id, places: 1, joined_at }))
  await db
    .insertInto('waiting_entries')
    .values(waiting.map((one) => ({ ...one, state: 'waiting' as const })))
    .execute()
  await host.api.patch(`/events/${id}`, { places_per_person: 1 }).expect(200)
  const open = await db.selectFrom('waiting_entries').select('id').where('ended_at', 'is', null).execute()
  expect([open.length, (await timesTold('event_waiting_ended', id)).size]).toEqual([0, 100])
  world.clock.advance(1)
  await workOff(world)
  const told = await timesTold('event_waiting_ended', id)
  expect([told.size, Math.max(...told.values())]).toEqual([300, 1])
  const entries = await db
    .selectFrom('audit_entries')
    .select('at')
    .where('action', '=', 'event_waiting_ended')
    .where('entity_id', '=', id)
    .execute()
  expect([entries.length, new Set(entries.map(({ at }) => at))]).toEqual([300, new Set([joined_at])])
})

test('beyond 500, jobs are enqueued by jobs: for mails to invited addresses, and for the ends of offers', async () => {
  const id = await create()
  await fill(id, 600)
  const now = world.clock.now()
  const people = (await everybodyAt(id)).map((account_id) => ({ event_id: id, account_id }))
  const offer = { places: 1, state: 'offered' as const, joined_at: now, offered_at: now, offer_ends_at: now + 6 * day }
  await db
    .insertInto('waiting_entries')
    .values(people.map((one) => ({ ...one, ...offer })))
    .execute()
  const invited = people.map((_, n) => ({ email: `far${n}@example.org`, email_key: `far${n}@example.org` }))
  const open = {
    event_id: id,
    state: 'open' as const,
    invited_by: host.id,
    invited_at: now,
    event_ends_at: now + 9 * day,
  }
  await db
    .insertInto('event_invitations')
    .values(invited.map((one, n) => ({ ...one, ...open, token_hash: `hash ${n}` })))
    .execute()
  const queued = async () => {
    const kinds = ['event_invitation_changed', 'lapse_offer']
    const rows = await db.selectFrom('jobs').select('kind').where('kind', 'in', kinds).execute()
    return kinds.map((kind) => rows.filter((row) => row.kind === kind).length)
  }
  await host.api.patch(`/events/${id}`, { date: dayFromNow(world, 3), notify: true }).expect(200)
  expect(await queued()).toEqual([500, 500])
  await workOff(world)
  expect(await queued()).toEqual([600, 600])
})
