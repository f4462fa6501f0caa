import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { record, recordAll } from '#platform/activity/record.ts'
import { listStaffIds } from '#platform/identity/account-queries.ts'
import { defineJob, noPayload } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { ticketDeescalated, ticketEscalated } from './escalation-activity.ts'
import { countedSince, lateBefore } from './escalation-marks.ts'
import { type Escalated, escalateBefore, resetFutureStarts, unmarkAnswered, unmarkEarly } from './escalation-queries.ts'
import { priorities, rankOf } from './priorities.ts'
import { findColleague } from './recipient-queries.ts'
import { settleEscalation } from './recipients.ts'
import { customersOf } from './visibility.ts'

/** For each priority: few enough that pages do not wait noticeably for the transaction. */
const batch = 25

/**
 * Escalates tickets that have waited, or been open, for too long: they come first in every list, and their assistant is
 * notified, or all staff if nobody has claimed them. A long list is split into several jobs.
 */
async function sweep(ctx: Context): Promise<void> {
  const since = countedSince(ctx)
  let full = since === 'waits_since' && (await recordUnmarked(ctx, await unmarkAnswered(ctx, batch)))
  for (const priority of priorities) {
    const before = lateBefore(ctx, priority, ctx.clock.now())
    const early = await unmarkEarly(ctx, rankOf(priority), since, before, batch)
    full = (await recordUnmarked(ctx, early)) || full
    await resetFutureStarts(ctx, rankOf(priority), since)
    const late = await escalateBefore(ctx, rankOf(priority), since, before, batch)
    const staff = late.length > 0 ? await listStaffIds(ctx) : []
    for (const ticket of late) await recordEscalation(ctx, ticket, staff)
    full ||= late.length === batch
  }
  if (full) await enqueue(ctx, escalationJob, {})
}

/** Ends escalations made by another rule, or before an admin extended the time. @returns whether there may be more */
async function recordUnmarked(ctx: Context, unmarked: Escalated[]): Promise<boolean> {
  await recordAll(
    ctx,
    ticketDeescalated,
    unmarked.map((ticket) => ({ actor_id: null, ticket })),
  )
  for (const ticket of unmarked) await settleEscalation(ctx, ticket)
  return unmarked.length === batch
}

async function recordEscalation(ctx: Context, ticket: Escalated, staff: number[]): Promise<void> {
  const { assistant_id } = ticket
  const customers = customersOf(ticket)
  const others = staff.filter((account_id) => !customers.includes(account_id))
  const holder = assistant_id !== null && !customers.includes(assistant_id) && (await findColleague(ctx, assistant_id))
  await record(ctx, ticketEscalated, { actor_id: null, ticket, to: holder ? [holder.id] : others })
}

export const escalationJob = defineJob('escalate', noPayload, sweep, { inTransaction: true })

export const escalationSchedule: Schedule = { job: escalationJob, every: 5 * minute }
