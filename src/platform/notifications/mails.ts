import { z } from 'zod'
import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { notificationMailsJob } from '#platform/activity/readers/notifications.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { defineJob, implementJob } from '#platform/jobs/define-job.ts'
import { enqueue, enqueueAll } from '#platform/jobs/jobs.ts'
import { persistently } from '#platform/jobs/persistently.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { isByMail, kindOf } from './kinds.ts'
import { letterOf } from './letters.ts'
import { choiceOf, type MailChoice } from './mail-choice.ts'
import { firstAfter, keyOf, pauseBetween, planMails } from './mail-plan.ts'
import {
  type FoundLetter,
  lastMailed,
  listLetters,
  listUnreadAmong,
  lockPending,
  setMailDue,
  setMailState,
} from './mail-queries.ts'
import { nextMorning } from './mornings.ts'
import { describeAll } from './subjects.ts'

interface Addressed {
  kind: string
  account_type: AccountType
  by_email: number | null
}

function wishFor(ctx: Context, { kind: name, account_type, by_email }: Addressed): MailChoice {
  const kind = kindOf(ctx, name)
  if (!kind) return false
  return by_email === null ? isByMail(kind, { is_staff: isStaff(account_type) }) : choiceOf(by_email)
}

/** Those to be mailed, with the morning that daily ones wait for. */
const wantedOf = <R extends Addressed & { created_at: number }>(ctx: Context, rows: R[]) =>
  rows.flatMap((row) => {
    const wish = wishFor(ctx, row)
    const morning = wish === 'daily' ? nextMorning(ctx.config.timeZone, row.created_at) : null
    return wish === false ? [] : [{ ...row, morning }]
  })

const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => id)

/** Creates one job for each person, which determines later what is to be mailed. */
async function fanOut(ctx: Context, { ids }: { ids: number[] }): Promise<void> {
  const wanted = wantedOf(ctx, await listUnreadAmong(ctx, ids))
  const times = Map.groupBy(wanted, ({ created_at, morning }) => morning ?? created_at + firstAfter)
  for (const [due, rows] of times) await setMailDue(ctx, idsOf(rows), due)
  const now = ctx.clock.now()
  // The job for a past time may have run already, so a late notification gets a job of its own.
  const runAt = (due: number) => Math.max(due, now)
  await enqueueAll(
    ctx,
    personMailsJob,
    [...times].flatMap(([due, rows]) => rows.map((one) => jobFor(one.account_id, runAt(due), [keyOf(one)]))),
  )
}

/** @param concerns what the mail is probably about, shown to admins if the job fails */
const jobFor = (account_id: number, run_at: number, concerns: string[]) => ({
  payload: { account_id, concerns },
  run_at,
  dedupe_key: `notification_mail:${account_id}:${run_at}`,
})

/** Notifications for each mail job; the rest is mailed after the next pause. */
const portion = 500
/** Milliseconds after which a mail is sent again if the process died while sending. */
const leaseFor = 5 * minute

export type Found = FoundLetter & { gathers: boolean; morning: number | null }

/**
 * Sends a person what is due. After a failure it becomes due again, so that the next try includes everything new. What
 * was read meanwhile, deselected, or is no longer visible is not sent.
 */
async function mailPerson(ctx: Context, mailed: z.output<typeof personMails>): Promise<void> {
  if ('id' in mailed) return withTransaction(ctx, (ctx) => fanOut(ctx, { ids: [mailed.id] }))
  const failures: unknown[] = []
  for (const letter of await takeLetters(ctx, mailed))
    await send(ctx, letter).catch(async (error) => {
      failures.push(error)
      await setMailState(ctx, idsOf(letter), { mail_due_at: ctx.clock.now() })
    })
  if (failures.length > 0) throw failures[0]
}

/** Takes what is due, with a lease so that no other job sends it. */
function takeLetters(ctx: Context, { account_id, ids = [] }: PersonMails): Promise<Found[][]> {
  return withTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    if (ids.length > 0) await setMailDue(ctx, ids, now)
    const pending = await lockPending(ctx, account_id, now + leaseFor, portion)
    if (pending.length === 0) return []
    const wanted = wantedOf(ctx, await listLetters(ctx, pending)).map((one) => ({
      ...one,
      gathers: kindOf(ctx, one.kind)?.gathered !== undefined && one.display_name === null,
    }))
    const kept = new Set(idsOf(wanted))
    await setMailState(
      ctx,
      pending.filter((id) => !kept.has(id)),
      { mail_due_at: null },
    )
    const { letters, next } = planMails(wanted, await lastMailed(ctx, account_id), now)
    await setMailState(ctx, letters.flatMap(idsOf), { mail_due_at: now + leaseFor })
    const postponed = await postpone(ctx, wanted, now)
    const more = pending.length === portion && (postponed || next === null)
    const again = more ? Math.min(next ?? Infinity, now + pauseBetween) : next
    if (again !== null) {
      const { payload, ...options } = jobFor(account_id, again, [...new Set(wanted.map(keyOf))].slice(0, 5))
      await enqueue(ctx, personMailsJob, payload, options)
    }
    return letters
  })
}

/** Reschedules immediate mails whose kind is now daily. @returns whether there were any */
async function postpone(ctx: Context, rows: Found[], now: number): Promise<boolean> {
  const early = rows.filter(({ morning, mail_due_at }) => morning !== null && morning > now && mail_due_at < morning)
  for (const [mail_due_at, group] of Map.groupBy(early, ({ morning }) => morning))
    await setMailState(ctx, idsOf(group), { mail_due_at })
  return early.length > 0
}

async function send(ctx: Context, rows: Found[]): Promise<void> {
  const { account_id, account_type } = rows[0] as Found
  const described = await describeAll(ctx, { id: account_id, is_staff: isStaff(account_type) }, rows)
  const shown = described.filter(({ is_over }) => !is_over)
  const sent = shown.length > 0 && (await sendByJob(ctx, letterOf(ctx, shown)))
  const state = { mail_due_at: null, ...(sent && { mailed_at: ctx.clock.now() }) }
  await persistently(() => setMailState(ctx, idsOf(rows), state))
}

const ofPerson = z.object({
  account_id: z.int(),
  concerns: z.array(z.string()).optional(),
  /** Notifications that a restore has moved into this job. */
  ids: z.array(z.int()).optional(),
})
type PersonMails = z.output<typeof ofPerson>

// Of an earlier version: one notification.
const personMails = z.union([z.object({ id: z.int() }), ofPerson])

const personMailsJob = defineJob('notification_mail', personMails, mailPerson, { mails: true })

export const mailJobs = [
  implementJob(notificationMailsJob, fanOut, { inTransaction: true, mails: true }),
  personMailsJob,
]
