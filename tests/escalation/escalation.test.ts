import { describe, expect, test } from 'vitest'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { declareJob, noPayload } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { enqueueDue, settleSchedules } from '#platform/jobs/schedules.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { hour } from '../support/clock.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'

async function sweep(world: World, times = 1) {
  for (let turn = 0; turn < times; turn += 1) await enqueue(world.ctx, escalationJob, {})
  await Promise.all(Array.from({ length: times }, () => new Worker(world.ctx, jobKinds).drain()))
}

/** By ticket: sweeps at the same time share the tickets, and notify in any order. */
const escalations = (world: World, account: Member) =>
  world.ctx.db
    .selectFrom('notifications')
    .select('subject_id as ticket_id')
    .where('account_id', '=', account.id)
    .where('kind', '=', 'escalated')
    .orderBy('subject_id')
    .execute()

const unclaimed = async (member: Member) =>
  (await member.api.get('/tickets?queue=unclaimed')).body.tickets.map((ticket: { id: number }) => ticket.id)

describe('escalation', async () => {
  const world = await startApp({ env: { SESSION_HOURS: '1000' } })

  test('shows in no order and no cursor that a customer sees', async () => {
    const [mia, anna] = [await join(world, 'mia'), await join(world, 'anna', 'assistant')]
    const [first, second] = [await ticketOf(world, mia), await ticketOf(world, mia)]
    await anna.api.put(`/tickets/${second}/priority`, { priority: 'urgent' }).expect(200)
    const asked = ['', 'status=open&', 'status=open&sort=waiting&', 'status=any&sort=oldest&']
    const pages = async (member: Member) => {
      const all = []
      for (const query of asked) all.push((await member.api.get(`/tickets?${query}limit=1`).expect(200)).body)
      return all.map(({ tickets, next_cursor }) => [tickets[0].id, next_cursor])
    }
    const before = await pages(mia)
    expect(before.map(([id]) => id)).toEqual([first, first, first, first])
    world.clock.advance(3 * hour)
    await sweep(world)
    expect(await pages(mia)).toEqual(before)
    expect((await pages(anna)).map(([id]) => id)).toEqual([second, second, second, first])
  })
})

describe('the sweep', async () => {
  const world = await startApp({ env: { SESSION_HOURS: '1000' } })

  test('marks what has been open for too long, once, shows it first and tells who is to act', async () => {
    const kim = await join(world, 'kim')
    const [anna, ben] = [await join(world, 'anna', 'assistant'), await join(world, 'ben', 'assistant')]
    const [mine, free, urgent] = [await ticketOf(world, kim), await ticketOf(world, kim), await ticketOf(world, kim)]
    await anna.api.post(`/tickets/${mine}/claim`, { expected_assistant_id: null }).expect(200)
    await anna.api.put(`/tickets/${urgent}/priority`, { priority: 'urgent' }).expect(200)
    world.clock.advance(3 * hour)
    const fresh = await ticketOf(world, kim)

    await sweep(world)
    expect(await unclaimed(ben)).toEqual([urgent, free, fresh])
    world.clock.advance(22 * hour)
    const newest = await ticketOf(world, kim)
    await sweep(world, 3)

    expect(await escalations(world, anna)).toEqual([{ ticket_id: mine }, { ticket_id: free }, { ticket_id: urgent }])
    expect(await escalations(world, ben)).toEqual([{ ticket_id: free }, { ticket_id: urgent }])
    expect(await escalations(world, kim)).toEqual([])
    expect(await unclaimed(ben)).toEqual([free, urgent, fresh, newest])
    const audit = world.ctx.db.selectFrom('audit_entries').select('entity_id').where('action', '=', 'escalated')
    expect((await audit.execute()).map(({ entity_id }) => entity_id).sort()).toEqual([mine, free, urgent].sort())
  })

  test('notifies all staff if the assistant is no longer staff, or is the customer', async () => {
    const [ivy, ned] = [await join(world, 'ivy'), await join(world, 'ned', 'assistant')]
    const id = await ticketOf(world, ivy)
    await ned.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    const away = { suspended_at: world.clock.now() }
    await updateAccount(world.ctx, ned.id, away)
    const own = await ticketOf(world, ivy)
    await changeAccountType(world.ctx, null, ivy.id, 'assistant')
    const classic = world.api().post(`/ticket/${own}`).set('Authorization', `Bearer ${ivy.token}`)
    await classic.send({ message: '!claim' }).expect(200)
    const anne = await join(world, 'anne', 'assistant')
    world.clock.advance(25 * hour)
    await sweep(world)
    const told = await escalations(world, anne)
    expect(told).toContainEqual({ ticket_id: id })
    expect(told).toContainEqual({ ticket_id: own })
  })

  test('lets the customer see no sign of it', async () => {
    const lee = await join(world, 'lee')
    const id = await ticketOf(world, lee)
    const before = (await lee.api.get(`/tickets/${id}`)).body
    world.clock.advance(25 * hour)
    await sweep(world)
    expect((await lee.api.get(`/tickets/${id}`)).body).toEqual(before)
    expect((await lee.pages.get(`/tickets/${id}`)).text).not.toContain('scalated')
    expect((await lee.pages.get('/home')).text).not.toContain('scalated')
  })

  test('starts again for a ticket that was closed and reopened', async () => {
    const max = await join(world, 'max')
    const id = await ticketOf(world, max)
    world.clock.advance(25 * hour)
    await sweep(world)
    const state = () => world.ctx.db.selectFrom('tickets').select(['escalated_at', 'queue_rank']).where('id', '=', id)
    expect((await state().executeTakeFirst())?.queue_rank).toBe(0)
    await max.api.post(`/tickets/${id}/closure`).expect(200)
    await max.api.post(`/tickets/${id}/reopening`).expect(200)
    await sweep(world)
    expect(await state().executeTakeFirst()).toEqual({ escalated_at: null, queue_rank: 1 })
  })
})

describe('a schedule', async () => {
  const world = await startApp({ env: { SESSION_HOURS: '1000' } })

  test('enqueues once for each turn, however many processes look', async () => {
    const jobs = () => world.ctx.db.selectFrom('jobs').select('id').where('kind', '=', 'escalate').execute()
    const schedules = [{ job: escalationJob, every: hour }]
    await settleSchedules(world.ctx, schedules)
    await Promise.all(Array.from({ length: 5 }, () => enqueueDue(world.ctx, schedules)))
    expect(await jobs()).toHaveLength(1)
    world.clock.advance(hour - 1)
    await enqueueDue(world.ctx, schedules)
    expect(await jobs()).toHaveLength(1)
    world.clock.advance(1)
    await Promise.all(Array.from({ length: 5 }, () => enqueueDue(world.ctx, schedules)))
    expect(await jobs()).toHaveLength(2)
  })

  test('comes again when the clock had been ahead for a while', async () => {
    const schedules = [{ job: declareJob('late', noPayload), every: hour }]
    const count = async () => {
      await enqueueDue(world.ctx, schedules)
      return (await world.ctx.db.selectFrom('jobs').select('id').where('kind', '=', 'late').execute()).length
    }
    await settleSchedules(world.ctx, schedules)
    expect(await count()).toBe(1)
    world.clock.advance(1000 * hour)
    expect(await count()).toBe(2)
    world.clock.advance(-1000 * hour)
    expect(await count()).toBe(3)
    expect(await count()).toBe(3)
    world.clock.advance(hour)
    expect(await count()).toBe(4)
  })

  test('that this version does not know is left alone', async () => {
    await settleSchedules(world.ctx, [{ job: declareJob('former', noPayload), every: hour }])
    await enqueueDue(world.ctx, [{ job: escalationJob, every: hour }])
    const former = world.ctx.db.selectFrom('jobs').select('id').where('kind', '=', 'former')
    expect(await former.execute()).toEqual([])
  })
})
