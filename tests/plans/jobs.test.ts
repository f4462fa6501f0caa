import { describe, expect, test } from 'vitest'
import { deleteNamedAccount, suspendAccount } from '#people/admin/accounts.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { requestPasswordReset } from '#people/email-links/password-reset.ts'
import { discardAllJobs, retryAllJobs } from '#platform/job-admin/dead-jobs.ts'
import { leaseJobs } from '#platform/jobs/lease-queries.ts'
import { enqueueDue, settleSchedules } from '#platform/jobs/schedules.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { markAllNotificationsRead } from '#platform/notifications/inbox.ts'
import { jobKinds, schedules } from '../../src/job-kinds.ts'
import { hour } from '../support/clock.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { Plans } from './plans.ts'

const plans = new Plans()
const mailbox = await openMailbox()
const world = await startApp({
  onStatement: plans.onStatement,
  env: { MAIL_URL: mailbox.url, SESSION_HOURS: '1000', MAX_OPEN_TICKETS: '10000' },
})
const { ctx, clock } = world
const [kim, boss] = [await join(world, 'kim'), await join(world, 'boss', 'admin')]
const id = await ticketOf(world, kim)
const drain = () => new Worker(ctx, jobKinds, schedules).drain()

const count = async (table: 'jobs' | 'notifications' | 'tickets' | 'ticket_reads', column: string, value: unknown) => {
  const rows = ctx.db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count'))
  const { count } = await rows
    .where(column as never, value === null ? 'is' : '=', value as never)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Inserts many rows at once, as after months of use. */
const many = <T>(count: number, row: (n: number) => T) => Array.from({ length: count }, (_, n) => row(n))

const claimed = async (member: Member, count: number) => {
  const from = await ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const { id: _, ...ticket } = { ...from, assistant_id: member.id }
  await ctx.db
    .insertInto('tickets')
    .values(many(count, () => ticket))
    .execute()
}

const notified = (member: Member, rows: number) =>
  ctx.db
    .insertInto('notifications')
    .values(
      many(rows, () => ({
        kind: 'message',
        account_id: member.id,
        subject_type: 'ticket',
        subject_id: id,
        created_at: clock.now(),
      })),
    )
    .execute()

const dead = (rows: number) =>
  ctx.db
    .insertInto('jobs')
    .values(
      many(rows, (n) => {
        const now = clock.now()
        return {
          kind: 'greet',
          payload: `${n}`,
          status: 'dead',
          attempts: 20,
          run_at: now,
          created_at: now,
          finished_at: now,
        } as const
      }),
    )
    .execute()

test('no job and no schedule reads a whole table', async () => {
  const [anna, lee] = [await join(world, 'anna', 'assistant'), await join(world, 'lee')]
  await ctx.db.updateTable('accounts').set({ email_verified_at: 1 }).execute()
  await plans.watch(async () => {
    await settleSchedules(ctx, schedules)
    await enqueueDue(ctx, schedules)
    await anna.api.post(`/tickets/${id}/messages`, { message: 'Here it is.' })
    await requestPasswordReset(ctx, 'kim')
    await drain()
    clock.advance(30 * hour)
    await enqueueDue(ctx, schedules)
    await drain()
    await deleteNamedAccount(ctx, boss.actor, lee.id, { username: 'lee' })
    await markAllNotificationsRead(ctx, kim.actor)
    await retryAllJobs(ctx, boss.actor)
    await drain()
  })
  expect(plans.size).toBeGreaterThan(30)
  expect(await plans.scans(ctx)).toEqual([])
})

describe('what concerns many rows is done a portion at a time, the rest by jobs', () => {
  test('when somebody with many tickets leaves the desk', async () => {
    const ben = await join(world, 'ben', 'assistant')
    await claimed(ben, 120)
    await suspendAccount(ctx, boss.actor, ben.id)
    expect(await count('tickets', 'assistant_id', ben.id)).toBe(70)
    await drain()
    expect(await count('tickets', 'assistant_id', ben.id)).toBe(0)
  })

  test('but not when the person came back meanwhile', async () => {
    const bea = await join(world, 'bea', 'assistant')
    await claimed(bea, 60)
    await changeAccountType(ctx, boss.id, bea.id, 'customer')
    await changeAccountType(ctx, boss.id, bea.id, 'assistant')
    await drain()
    expect(await count('tickets', 'assistant_id', bea.id)).toBe(10)
  })

  test('when all notifications are marked as read, those that come later excepted', async () => {
    const max = await join(world, 'max')
    const unread = async () => {
      const rows = ctx.db.selectFrom('notifications').select('id').where('account_id', '=', max.id)
      return (await rows.where('read_at', 'is', null).execute()).length
    }
    await notified(max, 1100)
    await markAllNotificationsRead(ctx, max.actor)
    await notified(max, 1)
    expect(await unread()).toBe(601)
    await drain()
    expect(await unread()).toBe(1)
  })

  test('when many jobs are dated ahead by a clock', async () => {
    await dead(1100)
    const at = clock.now() + 48 * hour
    const ahead = { status: 'queued', attempts: 1, run_at: at, finished_at: null } as const
    await ctx.db.updateTable('jobs').set(ahead).where('kind', '=', 'greet').execute()
    for (const left of [600, 100, 0]) {
      await leaseJobs(ctx, 'ordinary', 1, at)
      expect(await count('jobs', 'run_at', at)).toBe(left)
    }
    await ctx.db.deleteFrom('jobs').where('kind', '=', 'greet').execute()
  })

  test('when somebody is no longer staff, also past what they keep', async () => {
    const other = await ticketOf(world, kim)
    const sue = await join(world, 'sue', 'assistant')
    await notified(sue, 1)
    await ctx.db.insertInto('ticket_people').values({ ticket_id: id, account_id: sue.id, added_at: 1 }).execute()
    await ctx.db.updateTable('notifications').set({ subject_id: other }).where('account_id', '=', sue.id).execute()
    await notified(sue, 1100)
    await changeAccountType(ctx, boss.id, sue.id, 'customer')
    expect(await count('notifications', 'account_id', sue.id)).toBe(1101)
    await drain()
    expect(await count('notifications', 'account_id', sue.id)).toBe(1100)
  })

  test('when somebody is erased', async () => {
    const lou = await join(world, 'lou')
    await notified(lou, 1100)
    await deleteNamedAccount(ctx, boss.actor, lou.id, { username: 'lou' })
    expect(await count('notifications', 'account_id', lou.id)).toBe(600)
    await drain()
    expect(await count('notifications', 'account_id', lou.id)).toBe(0)
  })

  test('when dead jobs are tried again or discarded', async () => {
    await dead(1100)
    expect(await discardAllJobs(ctx, boss.actor)).toBe(1100)
    expect(await count('jobs', 'status', 'dead')).toBe(600)
    await drain()
    expect(await count('jobs', 'status', 'dead')).toBe(0)
    await dead(600)
    expect(await retryAllJobs(ctx, boss.actor)).toBe(600)
    expect(await count('jobs', 'status', 'dead')).toBe(100)
  })
})
