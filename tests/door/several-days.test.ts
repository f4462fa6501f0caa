import { expect, test } from 'vitest'
import { undoAdmission } from '#events/door/undo.ts'
import { showShortCode } from '#events/passes/short-codes.ts'
import { formatTime } from '#lib/format-time.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { dayFromNow, placesTaken } from '../events/stage.ts'
import { day, hour } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { somebodyWaits } from '../support/locks.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { type Pass, shortCodeOf, show, startDoor } from './stage.ts'

// A pass for an event of several days admits once on each day of the desk's calendar.

const { world, host, kim, lee, create, openDoor, passOf, scan } = await startDoor({
  env: { TIME_ZONE: 'Pacific/Auckland', SESSION_HOURS: '8000' },
})
const { clock, ctx } = world

/** A workshop from ten in the morning of tomorrow until the evening after, at whose door it is now eleven. */
async function workshop() {
  const id = await create({ ...timesFrom(1), start_time: '10:00', end_time: '18:00' })
  const { starts_at } = (await host.api.get(`/events/${id}`)).body
  const door = await openDoor('Hall', id)
  const [kims, lees] = [await passOf(kim, id), await passOf(lee, id)]
  clock.advance(Date.parse(starts_at) + hour - clock.now())
  return { id, door, kims, lees }
}
const timesFrom = (first: number) => ({ date: dayFromNow(world, first + 1), end_date: dayFromNow(world, first + 2) })

const counts = async (door: number) => (await host.api.get(`/doors/${door}/counts`).expect(200)).body
const by = async (pass: Pass, door: number) => {
  const { verdict, reason, admission_id } = await scan(await show(world, pass), { door })
  return [verdict, reason, admission_id]
}
const letIn = ['admitted', null, expect.any(Number)]
const undo = (admission: number) => host.api.post(`/admissions/${admission}/undo`, { reason: 'Wrong' }).expect(204)
const stateOf = async (pass: Pass) => (await pass.holder.api.get(`/passes/${pass.id}`).expect(200)).body.state

test('once on each day, by its code, its short code and its name', async () => {
  const { id, door, kims, lees } = await workshop()
  expect(await by(kims, door)).toEqual(letIn)
  expect(await stateOf(kims)).toBe('used')
  const again = await scan(await shortCodeOf(world, kims), { door })
  expect([again.reason, again.used.door]).toEqual(['used', 'Hall'])
  await kim.api.post(`/passes/${kims.id}/handover`, { username: 'lee' }).expect(409)
  expect(await counts(door)).toMatchObject({ admitted: 1, expected: 2 })

  const sunday = formatTime(ctx, clock.now() + day).day
  const pageOfKims = async () => pageOf((await kim.pages.get(`/passes/${kims.id}`).expect(200)).text).get('main').text
  const used = await pageOfKims()
  expect(used).toMatch(new RegExp(`Used today.*Lets in again\\s*${sunday}`, 's'))
  expect(used, 'for a phone without a network on Sunday').toContain(showShortCode(await shortCodeOf(world, kims)))

  clock.advance(13 * hour)
  expect(await counts(door)).toMatchObject({ admitted: 0, expected: 2 })
  expect(await stateOf(kims)).toBe('valid')
  const { people } = (await host.api.get(`/doors/${door}/people`).expect(200)).body
  expect(people.map(({ used_at }: { used_at: string | null }) => used_at)).toEqual([null, null])
  expect(await pageOfKims()).toContain('Last used')
  clock.advance(8 * hour)
  expect(await by(kims, door)).toEqual(letIn)
  expect((await scan(await shortCodeOf(world, kims), { door })).reason).toBe('used')
  expect(await pageOfKims(), 'on the last day').not.toMatch(/today|again/)
  expect((await scan(await shortCodeOf(world, lees), { door })).verdict).toBe('by_hand')
  expect(await counts(door)).toMatchObject({ admitted: 2, expected: 2, remarked: 0 })
  const { admissions } = (await host.api.get(`/events/${id}/admissions`).expect(200)).body
  expect(admissions).toHaveLength(3)
})

test('an admission that is undone frees the pass for its own day', async () => {
  const { door, kims } = await workshop()
  const [, , first] = await by(kims, door)
  clock.advance(day)
  const [, , second] = await by(kims, door)
  await undo(first)
  expect((await scan(await shortCodeOf(world, kims), { door })).reason).toBe('used')
  await undo(second)
  const [, , third] = await by(kims, door)
  await undo(third)
  expect(await stateOf(kims)).toBe('valid')
})

test('what a device without a network reports late counts on the day on which it was', async () => {
  const { door, kims, lees } = await workshop()
  const saturday = new Date(clock.now()).toISOString()
  const report = async (pass: Pass, scan_id: string) => {
    const scans = [{ scan_id, at: saturday, pass_id: pass.id }]
    const { body } = await host.api.post(`/doors/${door}/reconciliation`, { scans }).expect(200)
    return [body.verdicts[0].verdict, body.verdicts[0].reason]
  }
  expect(await by(lees, door)).toEqual(letIn)
  clock.advance(day)
  expect(await report(kims, 'late-report-1')).toEqual(['by_hand', null])
  expect(await by(kims, door)).toEqual(letIn)
  expect(await by(lees, door)).toEqual(letIn)
  expect(await report(lees, 'late-report-2')).toEqual(['refused', 'double'])
  expect(await report(kims, 'late-report-3')).toEqual(['refused', 'double'])
  expect((await scan(await shortCodeOf(world, kims), { door })).reason).toBe('used')
  const { text } = await host.pages.get(`/doors/${door}`).expect(200)
  expect(text).toContain('let in twice')
  expect(await counts(door)).toMatchObject({ admitted: 2, remarked: 2 })
})

test('the door at which a pass was last used is that of the last day, also where one before is reported later', async () => {
  const { id, door, kims } = await workshop()
  const at = new Date(clock.now()).toISOString()
  const garden = await openDoor('Garden', id)
  clock.advance(day)
  expect(await by(kims, garden)).toEqual(letIn)
  const scans = [{ scan_id: 'reported-after', at, pass_id: kims.id }]
  const { body } = await host.api.post(`/doors/${door}/reconciliation`, { scans }).expect(200)
  expect(body.verdicts).toMatchObject([{ verdict: 'by_hand' }])
  expect((await kim.api.get(`/passes/${kims.id}`).expect(200)).body.used_door).toBe('Garden')
  expect((await scan(await shortCodeOf(world, kims), { door })).reason).toBe('used')
})

test('a second admission reported while the first of the day is undone keeps the pass used', async () => {
  const { door, kims } = await workshop()
  await by(kims, door)
  clock.advance(day)
  const report = async (scan_id: string) => {
    const scans = [{ scan_id, at: new Date(clock.now()).toISOString(), pass_id: kims.id }]
    return (await host.api.post(`/doors/${door}/reconciliation`, { scans }).expect(200)).body.verdicts[0]
  }
  const { admission_id } = await report('while-undone-1')
  const others: ReturnType<typeof report>[] = []
  await withTransaction(ctx, async (inside) => {
    await undoAdmission(inside, host.actor, admission_id, 'Wrong person')
    others.push(report('while-undone-2'))
    await Promise.race([...others, somebodyWaits(ctx)])
  })
  expect(await Promise.all(others)).toMatchObject([{ verdict: 'by_hand', reason: null }])
})

test('two scanners and one pass let in once on the second day, too', async () => {
  const { door, id, kims } = await workshop()
  await by(kims, door)
  clock.advance(day)
  const other = await openDoor('Garden', id)
  const code = await show(world, kims)
  const verdicts = await Promise.all([door, other, door, other].map((at) => scan(code, { door: at })))
  expect(verdicts.filter(({ verdict }) => verdict === 'admitted')).toHaveLength(1)
})

test('an evening that ends after midnight counts as one day', async () => {
  const id = await create({ ...timesFrom(1), start_time: '20:00', end_time: '06:00' })
  const door = await openDoor('Bar', id)
  const kims = await passOf(kim, id)
  const { starts_at } = (await host.api.get(`/events/${id}`)).body
  clock.advance(Date.parse(starts_at) - clock.now())
  expect(await by(kims, door)).toEqual(letIn)
  clock.advance(5 * hour)
  expect((await scan(await shortCodeOf(world, kims), { door })).reason).toBe('used')
  expect(
    (await ctx.db.selectFrom('passes').select('used_at').where('id', '=', kims.id).execute())[0]?.used_at,
  ).not.toBeNull()
})

test('a suspended person is not admitted on the next day, nor with a place that was handed to them', async () => {
  const { id, door, kims, lees } = await workshop()
  const [nina, boss] = [await join(world, 'nina'), await join(world, 'boss', 'admin')]
  await kim.api.post(`/passes/${kims.id}/handover`, { username: 'nina' }).expect(200)
  const handed = { ...kims, holder: nina }
  expect(await by(handed, door)).toEqual(letIn)
  const [, , first] = await by(lees, door)
  const codes = [await shortCodeOf(world, handed), await shortCodeOf(world, lees)]
  const suspend = ({ id }: Member) => boss.api.post(`/admin/accounts/${id}/suspension`).expect(200)
  await suspend(nina)
  await workOff(world)
  clock.advance(hour)
  await workOff(world)
  expect(await shortCodeOf(world, handed)).toBe(codes[0])
  clock.advance(day - hour)
  const { text } = await boss.pages.get(`/admin/accounts/${lee.id}/suspension`).expect(200)
  expect(text).toContain('Places booked at upcoming and current events (1) are given back.')
  await suspend(lee)
  await workOff(world)
  const reasons = await Promise.all(codes.map(async (code) => (await scan(code, { door })).reason))
  expect(reasons).toEqual(['unknown_pass', 'cancelled'])
  expect(await by(kims, door)).toEqual(letIn)
  expect(await counts(door)).toMatchObject({ admitted: 1, expected: 1 })
  expect(await placesTaken(world, id)).toBe(1)
  await host.api.patch(`/events/${id}`, { end_date: null }).expect(200)
  expect(await counts(door), 'as an event of one day').toMatchObject({ admitted: 1, expected: 1 })

  const scans = [{ scan_id: 'by-a-cancelled-place', at: new Date(clock.now()).toISOString(), pass_id: lees.id }]
  const { body } = await host.api.post(`/doors/${door}/reconciliation`, { scans }).expect(200)
  expect(body.verdicts).toMatchObject([{ reason: 'cancelled' }])
  await undo(first)
  const { passes } = (await host.api.get(`/doors/${door}/bundle`).expect(200)).body
  expect(passes).toContainEqual(expect.objectContaining({ id: lees.id, used_at: null, cancelled: true }))
})
