import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { type Escalated, escalateBefore } from '#desk/tickets/escalation-queries.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { rankOf } from '#desk/tickets/priorities.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { auditOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { engine } from '../support/database.ts'
import { join, type Member } from '../support/people.ts'
import { startDesk, ticketAs } from '../tickets/desk.ts'

const env = { SESSION_HOURS: '8000', MAX_OPEN_TICKETS: '1000' }

async function deskWhen(ESCALATE_WHEN: 'waiting' | 'open') {
  const desk = await startDesk({ env: { ...env, ESCALATE_WHEN } })
  const { world, anna, customer } = desk
  const write = (member: Member, id: number) =>
    member.api.post(`/tickets/${id}/messages`, { message: 'A message' }).expect(201)
  return {
    ...desk,
    answer: (id: number) => write(anna, id),
    ask: (id: number) => write(customer, id),
    /** Advances the clock by hours, then runs the escalation twice. */
    pass: async (hours: number) => {
      world.clock.advance(hours * hour)
      for (let turn = 0; turn < 2; turn += 1) {
        await enqueue(world.ctx, escalationJob, {})
        await new Worker(world.ctx, jobKinds).drain()
      }
    },
    isMarked: async (id: number) => (await ticketAs(anna, id)).escalated_at !== null,
    marks: async (id: number) =>
      (await auditOf(world, 'ticket', id)).map(({ action }) => action).filter((action) => /escalated/.test(action)),
  }
}

describe('while a ticket waits for the desk', async () => {
  const { world, customer, anna, open, answer, ask, pass, isMarked, marks } = await deskWhen('waiting')

  test('the time counts from its first message without an answer, once; the answer takes the mark off', async () => {
    const id = await open()
    await pass(23)
    await ask(id)
    expect(await isMarked(id)).toBe(false)
    await pass(2)
    expect(await isMarked(id)).toBe(true)
    await ask(id)
    await pass(30)
    expect(await marks(id)).toEqual(['escalated'])

    await answer(id)
    expect(await isMarked(id)).toBe(false)
    expect((await auditOf(world, 'ticket', id)).find(({ action }) => action === 'deescalated')).toMatchObject({
      actor_id: anna.id,
      before: '{"escalated":true}',
      after: '{"escalated":false}',
    })
    await pass(100)
    expect(await isMarked(id)).toBe(false)
    await ask(id)
    await pass(23)
    expect(await isMarked(id)).toBe(false)
    await pass(2)
    expect(await marks(id)).toEqual(['escalated', 'deescalated', 'escalated'])
  })

  test('neither a note nor a claim ends it; closing does, and after reopening it starts again', async () => {
    const id = await open()
    await answer(id)
    await customer.api.post(`/tickets/${id}/closure`).expect(200)
    await pass(100)
    await customer.api.post(`/tickets/${id}/reopening`).expect(200)
    expect((await ticketAs(anna, id)).waiting_on).toBe('staff')
    await pass(23)
    await anna.api.post(`/tickets/${id}/notes`, { note: 'Looking into it' }).expect(201)
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    expect(await isMarked(id)).toBe(false)
    await pass(2)
    expect(await isMarked(id)).toBe(true)
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    expect(await marks(id)).toEqual(['escalated', 'deescalated'])
  })

  test('a lower priority takes off the mark that came too soon for it', async () => {
    const id = await open()
    const set = (priority: string) => anna.api.put(`/tickets/${id}/priority`, { priority }).expect(200)
    await set('urgent')
    await pass(9)
    await set('high')
    expect(await isMarked(id)).toBe(true)
    await set('normal')
    expect(await isMarked(id)).toBe(false)
    await pass(14)
    expect(await isMarked(id)).toBe(false)
    await pass(2)
    expect(await marks(id)).toEqual(['escalated', 'deescalated', 'escalated'])
  })

  test('more time for a priority takes the marks off that came too soon for it, in however many jobs', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => open()))
    await pass(25)
    const markedOf = () => Promise.all(ids.map(isMarked))
    expect(new Set(await markedOf())).toEqual(new Set([true]))
    const boss = await join(world, 'boss', 'admin')
    const setTo = (hours: number | null) => boss.api.patch('/admin/settings', { escalate_hours_normal: hours })
    await setTo(48).expect(200)
    await pass(1)
    expect(new Set(await markedOf())).toEqual(new Set([false]))
    expect(await marks(ids[0] as number)).toEqual(['escalated', 'deescalated'])
    await setTo(null).expect(200)
    for (const id of ids) await answer(id)
  })

  test('what was marked by another rule loses the mark once it waits for the customer', async () => {
    const id = await open()
    await answer(id)
    const marked = { escalated_at: world.clock.now(), queue_rank: 0 }
    await world.ctx.db.updateTable('tickets').set(marked).where('id', '=', id).execute()
    await pass(1)
    expect(await isMarked(id)).toBe(false)
    expect(await marks(id)).toEqual(['deescalated'])
  })
})

test('ESCALATE_WHEN=open counts from the opening, answered or not, and keeps the mark until the ticket is closed', async () => {
  const { anna, open, answer, ask, pass, isMarked, marks } = await deskWhen('open')
  const [answered, untouched] = [await open(), await open()]
  await pass(20)
  await answer(answered)
  await pass(5)
  expect([await isMarked(answered), await isMarked(untouched)]).toEqual([true, true])
  await ask(answered)
  await answer(answered)
  await pass(100)
  expect(await marks(answered)).toEqual(['escalated'])
  await anna.api.post(`/tickets/${answered}/closure`).expect(200)
  expect(await isMarked(answered)).toBe(false)
})

test('what is just being answered is not marked by a sweep at the same moment', async () => {
  const { world, anna, open } = await startDesk({ env: { ...env, ESCALATE_WHEN: 'waiting' } })
  const { ctx } = world
  const id = await open()
  world.clock.advance(48 * hour)
  const isBlocked = async () => {
    // SQLite has one writer: the escalation waits for it.
    if (engine === 'sqlite') return true
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(ctx.db)
    return rows.length > 0
  }
  let swept: Promise<Escalated[]> = Promise.resolve([])
  await withTransaction(ctx, async (inside) => {
    await writeMessage(inside, anna.actor, id, 'Which room?')
    let ended = false
    swept = escalateBefore(ctx, rankOf('normal'), 'waits_since', ctx.clock.now() - 24 * hour, 10).finally(() => {
      ended = true
    })
    await expect.poll(async () => ended || (await isBlocked())).toBe(true)
  })
  expect(await swept).toEqual([])
  expect((await ticketAs(anna, id)).escalated_at).toBeNull()
})
