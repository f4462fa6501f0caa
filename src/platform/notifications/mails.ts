import type { Context } from '#context'
import type { AccountType } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { enqueue, enqueueAll } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { isByMail, kindOf } from './kinds.ts'
import { letterOf } from './letters.ts'
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
import { describeAll } from './subjects.ts'

interface Addressed {
  kind: string
  account_type: AccountType
  by_email: number | null
}

function isWanted(ctx: Context, { kind: name, account_type, by_email }: Addressed): boolean {
  const kind = kindOf(ctx, name)
  if (!kind) return false
  return by_email === null ? isByMail(kind, { is_staff: isStaff(account_type) }) : by_email === 1
}

const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => id)

/** One job for each person, which looks what is to be mailed by then. */
async function fanOut(ctx: Context, { ids }: { ids: number[] }): Promise<void> {
  const wanted = (await listUnreadAmong(ctx, ids)).filter((one) => isWanted(ctx, one))
  await setMailDue(ctx, idsOf(wanted))
  await enqueueAll(
    ctx,
    'notification_mail',
    wanted.map((one) => jobFor(one.account_id, one.created_at + firstAfter, [keyOf(one)])),
  )
}

/** @param concerns what it is likely to be about, for whoever reads that it failed */
const jobFor = (account_id: number, run_at: number, concerns: string[]) => ({
  payload: { account_id, concerns },
  run_at,
  dedupe_key: `notification_mail:${account_id}:${run_at}`,
})

/** So many at once; what is left is mailed after the next pause. */
const portion = 500
/** Milliseconds after which what was being sent by a program that died is sent again. */
const leaseFor = 5 * 60_000

type Found = FoundLetter & { gathers: boolean }

/**
 * Sends somebody what is to be mailed by now. A mail that fails goes back to what waits, so that the next try has all
 * that came meanwhile. What was read meanwhile, chosen otherwise, or may no longer be seen is not sent.
 */
async function mailPerson(ctx: Context, { account_id, id }: { account_id: number; id?: number }): Promise<void> {
  // A job of an earlier version, for one notification.
  if (id !== undefined) return withTransaction(ctx, (ctx) => fanOut(ctx, { ids: [id] }))
  const failures: unknown[] = []
  for (const letter of await takeLetters(ctx, account_id))
    await send(ctx, letter).catch(async (error) => {
      failures.push(error)
      await setMailState(ctx, idsOf(letter), { mail_due_at: ctx.clock.now() })
    })
  if (failures.length > 0) throw failures[0]
}

/** Takes what is due, for so long that nobody else sends it. */
function takeLetters(ctx: Context, account_id: number): Promise<Found[][]> {
  return withTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const pending = await lockPending(ctx, account_id, portion)
    if (pending.length === 0) return []
    const wanted = (await listLetters(ctx, pending))
      .filter((one) => isWanted(ctx, one))
      .map((one) => ({ ...one, gathers: kindOf(ctx, one.kind)?.gathered !== undefined && one.display_name === null }))
    const kept = new Set(idsOf(wanted))
    await setMailState(
      ctx,
      pending.filter((id) => !kept.has(id)),
      { mail_due_at: null },
    )
    const { letters, next } = planMails(wanted, await lastMailed(ctx, account_id), now)
    await setMailState(ctx, letters.flatMap(idsOf), { mail_due_at: now + leaseFor })
    const again = next ?? (pending.length === portion ? now + pauseBetween : null)
    if (again !== null) {
      const { payload, ...options } = jobFor(account_id, again, [...new Set(wanted.map(keyOf))].slice(0, 5))
      await enqueue(ctx, 'notification_mail', payload, options)
    }
    return letters
  })
}

async function send(ctx: Context, rows: Found[]): Promise<void> {
  const { account_id, account_type } = rows[0] as Found
  const shown = await describeAll(ctx, { id: account_id, is_staff: isStaff(account_type) }, rows)
  const sent = shown.length > 0 && (await sendByJob(ctx, letterOf(ctx, shown)))
  await setMailState(ctx, idsOf(rows), { mail_due_at: null, ...(sent && { mailed_at: ctx.clock.now() }) })
}

export const notificationJobs = {
  notification_mails: { inTransaction: true, run: fanOut },
  notification_mail: { inTransaction: false, run: mailPerson },
} satisfies JobKinds
