import { expect, test } from 'vitest'
import { undoAdmission } from '#events/door/undo.ts'
import { lockPass } from '#events/door/undo-queries.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { dayFromNow, startingIn } from '../events/stage.ts'
import { hangUpAfterwards, openLive } from '../live/stream.ts'
import { day, hour } from '../support/clock.ts'
import { somebodyWaits } from '../support/locks.ts'
import { join } from '../support/people.ts'
import { type Pass, shortCodeOf, show, startDoor } from './stage.ts'

const { world, host, kim, create, door, openDoor, passOf, scan, kimsPass, event_id } = await startDoor({
  env: { SESSION_HOURS: '8000' },
})
const { ctx, clock } = world
hangUpAfterwards()

let scans = 0
const letInBy = (pass: Pass, at: number) => {
  const sent = { scan_id: `undo-${scans++}`, at: new Date(clock.now()).toISOString(), pass_id: pass.id }
  return host.api.post(`/doors/${at}/reconciliation`, { scans: [sent] }).expect(200)
}

/** @returns the ids of two admissions by one pass, in the order in which their doors reported them */
async function letInTwice(pass: Pass, doors = [door, door]): Promise<[number, number]> {
  const ids: number[] = []
  for (const one of doors) ids.push((await letInBy(pass, one)).body.verdicts[0].admission_id)
  return ids as [number, number]
}

const undo = (id: number) => host.api.post(`/admissions/${id}/undo`, { reason: 'It was somebody else.' })
const rowOf = (id: number) => ctx.db.selectFrom('passes').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('of two admissions by one pass that are undone at the same moment none keeps the pass', async () => {
  const pass = await kimsPass()
  const [first, second] = await letInTwice(pass)
  const others: Promise<unknown>[] = []
  await withTransaction(ctx, async (inside) => {
    await undoAdmission(inside, host.actor, first, 'Wrong person')
    others.push(undoAdmission(ctx, host.actor, second, 'Wrong person'))
    await Promise.race([...others, somebodyWaits(ctx)])
  })
  await Promise.all(others)
  expect((await rowOf(pass.id)).used_at).toBeNull()
})

test('a second admission reported while the first is undone keeps the pass', async () => {
  const pass = await kimsPass()
  const report = async () => (await letInBy(pass, door)).body.verdicts[0]
  const { admission_id: first } = await report()
  const others: ReturnType<typeof report>[] = []
  await withTransaction(ctx, async (inside) => {
    await undoAdmission(inside, host.actor, first, 'Wrong person')
    others.push(report())
    await Promise.race([...others, somebodyWaits(ctx)])
  })
  expect(await Promise.all(others)).toMatchObject([{ verdict: 'by_hand', reason: null }])
  expect((await rowOf(pass.id)).used_at).not.toBeNull()
})

test('a booking cancelled while an admission by it is undone leaves no valid pass', async () => {
  const event = await create()
  const pass = await passOf(kim, event, { quantity: 2 })
  const { admission_id } = (await letInBy(pass, await openDoor('North', event))).body.verdicts[0]
  const cancelled: Promise<unknown>[] = []
  const undone: Promise<unknown>[] = []
  await withTransaction(ctx, async (inside) => {
    await lockPass(inside, pass.id + 1)
    cancelled.push(kim.api.post(`/bookings/${pass.booking_id}/cancellation`))
    await Promise.race([...cancelled, somebodyWaits(ctx)])
    undone.push(undo(admission_id))
    await Promise.race([...undone, somebodyWaits(ctx)])
  })
  await Promise.all([...cancelled, ...undone])
  const { cancelled_at } = await ctx.db
    .selectFrom('bookings')
    .select('cancelled_at')
    .where('id', '=', pass.booking_id)
    .executeTakeFirstOrThrow()
  for (const id of [pass.id, pass.id + 1]) expect((await rowOf(id)).cancelled_at).toBe(cancelled_at)
})

test('the second admission becomes the only one once the first is undone, and need no longer be checked', async () => {
  const event = await create({ title: 'The double' })
  const doors = [await openDoor('North', event), await openDoor('South', event)]
  const pass = await passOf(kim, event)
  const [first, second] = await letInTwice(pass, doors)
  await undo(first).expect(204)
  expect((await host.api.get(`/doors/${doors[0]}/counts`)).body).toMatchObject({ admitted: 1, remarked: 0 })
  expect((await host.pages.get(`/events/${event}/door`)).text).not.toContain('let in twice')
  expect(await scan(await shortCodeOf(world, pass), { door: doors[0] as number })).toMatchObject({
    ...{ verdict: 'refused', reason: 'used' },
    used: { door: 'South' },
  })
  await undo(second).expect(204)
  expect(await rowOf(pass.id)).toMatchObject({ used_at: null, cancelled_at: null })
})

test.each(['before', 'after'])(
  'the second admission counts on its own day, where the event is made one of several days %s the first is undone',
  async (when) => {
    // Ten in the evening, in UTC.
    clock.advance(day - ((clock.now() + 2 * hour) % day))
    const event = await create(startingIn(world, 30))
    const at = await openDoor('North', event)
    const pass = await passOf(kim, event)
    const first = (await letInBy(pass, at)).body.verdicts[0].admission_id
    clock.advance(12 * hour)
    const second = (await letInBy(pass, at)).body.verdicts[0]
    expect(second.reason).toBe('double')
    const lengthen = () => host.api.patch(`/events/${event}`, { end_date: dayFromNow(world, 1) }).expect(200)
    if (when === 'before') await lengthen()
    await undo(first).expect(204)
    if (when === 'after') await lengthen()
    expect((await host.api.get(`/doors/${at}/counts`)).body).toMatchObject({ admitted: 1, remarked: 0 })
    expect((await scan(await shortCodeOf(world, pass), { door: at })).reason).toBe('used')
    await undo(second.admission_id).expect(204)
    expect((await rowOf(pass.id)).used_at).toBeNull()
  },
)

test('the holder’s own pages hear of it, and show the code again', async () => {
  const pass = await kimsPass()
  const { admission_id } = await scan(await show(world, pass))
  const holder = await openLive(world, kim)
  await undo(admission_id).expect(204)
  expect(await holder.next()).toBe('refresh')
  await show(world, pass)
})

test('of a booking that was cancelled meanwhile the pass admits nobody again', async () => {
  const pass = await passOf(await join(world, 'gone'), event_id)
  const { admission_id } = await scan(await shortCodeOf(world, pass))
  await ctx.db.updateTable('bookings').set({ cancelled_at: clock.now() }).where('id', '=', pass.booking_id).execute()
  await undo(admission_id).expect(204)
  expect(await scan(await shortCodeOf(world, pass))).toMatchObject({ verdict: 'refused', reason: 'cancelled' })
})

test('once the event is moved to another day, whoever was in can come in again; a delay changes nothing', async () => {
  const soon = startingIn(world, 30)
  const event = await create(soon)
  const at = await openDoor('North', event)
  const pass = await passOf(kim, event)
  const enter = async () => (await scan(await shortCodeOf(world, pass), { door: at })).reason ?? 'in'
  const move = (times: object) => host.api.patch(`/events/${event}`, times).expect(200)
  const admitted = async () => (await host.api.get(`/doors/${at}/counts`).expect(200)).body.admitted
  expect(await enter()).toBe('in')
  await move(startingIn(world, 90))
  expect([await enter(), await admitted()]).toEqual(['used', 1])
  await move(startingIn(world, 7 * 24 * 60))
  expect([await admitted(), (await rowOf(pass.id)).used_at]).toEqual([0, null])
  const { admissions } = (await host.api.get(`/events/${event}/admissions`).expect(200)).body
  expect(admissions).toMatchObject([{ undo_reason: 'The event was moved.' }])
  clock.advance(7 * 24 * 3_600_000)
  expect([await enter(), await enter(), await admitted()]).toEqual(['in', 'used', 1])
})
