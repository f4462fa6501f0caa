import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { lockingInOrder } from '#platform/db/dialect.ts'
import { dailyStored } from './mail-choice.ts'
import { keyOf, pauseBetween } from './mail-plan.ts'

/** Those of these notifications that are unread, with their recipients. */
export const listUnreadAmong = (ctx: Context, ids: number[]) =>
  addressed(ctx)
    .select(['notifications.id', 'notifications.account_id', 'notifications.created_at'])
    .select(['notifications.subject_type', 'notifications.subject_id'])
    .where('notifications.id', 'in', ids)
    .orderBy('notifications.id')
    .execute()

/** Only recipients whom mail can reach. */
const addressed = (ctx: Context) =>
  ctx.db
    .selectFrom('notifications')
    .innerJoin('accounts', 'accounts.id', 'notifications.account_id')
    .leftJoin('notification_choices as choice', (join) =>
      join.onRef('choice.account_id', '=', 'notifications.account_id').onRef('choice.kind', '=', 'notifications.kind'),
    )
    .select(['notifications.kind', 'accounts.account_type', 'choice.by_email'])
    .where('notifications.read_at', 'is', null)
    .where('accounts.email_verified_at', 'is not', null)
    .where('accounts.email_refused_at', 'is', null)
    .where('accounts.suspended_at', 'is', null)
    .where('accounts.deleted_at', 'is', null)

/** Schedules their mail; those scheduled or mailed already do not change. */
export async function setMailDue(ctx: Context, ids: number[], mail_due_at: number): Promise<void> {
  await ctx.db
    .updateTable('notifications')
    .set({ mail_due_at })
    .where('id', 'in', ids)
    .where('mail_due_at', 'is', null)
    .where('mailed_at', 'is', null)
    .execute()
}

/**
 * Locks the oldest notifications to be mailed to somebody until the transaction ends.
 *
 * @param soon later ones come last: however many wait for the morning, the immediate ones are among the result
 */
export async function lockPending(ctx: Context, account_id: number, soon: number, count: number): Promise<number[]> {
  const isPending = ctx.db
    .selectFrom('notifications')
    .select('id')
    .where('account_id', '=', account_id)
    .where('mail_due_at', 'is not', null)
  const oldest = isPending
    .orderBy(({ eb }) => eb.case().when('mail_due_at', '>', soon).then(1).else(0).end())
    .orderBy('id')
    .limit(count)
  const rows = await isPending.where('id', 'in', oldest).$call(lockingInOrder(ctx.db, 'notifications')).execute()
  return rows.map(({ id }) => id)
}

export type FoundLetter = Awaited<ReturnType<typeof listLetters>>[number]

/** The contents of a mail about these notifications, without those that were read or whose recipient gets no mail. */
export const listLetters = (ctx: Context, ids: number[]) =>
  addressed(ctx)
    .leftJoin('accounts as actor', 'actor.id', 'notifications.actor_id')
    .select([
      'notifications.id',
      'notifications.account_id',
      'notifications.created_at',
      'notifications.subject_type',
      'notifications.subject_id',
      'notifications.action',
      'notifications.message_id',
      'notifications.part_id',
      'accounts.email',
      'accounts.display_name as name',
      'actor.display_name',
    ])
    .select(({ fn, ref, val }) => fn.coalesce(ref('notifications.mail_due_at'), val(0)).as('mail_due_at'))
    .where('notifications.id', 'in', ids)
    .orderBy('notifications.id')
    .execute()

/** When the last mail about each subject was sent, if the next immediate one has to wait for it. */
export async function lastMailed(ctx: Context, account_id: number): Promise<Map<string, number>> {
  const now = ctx.clock.now()
  const rows = await ctx.db
    .selectFrom('notifications')
    .leftJoin('notification_choices as choice', (join) =>
      join.onRef('choice.account_id', '=', 'notifications.account_id').onRef('choice.kind', '=', 'notifications.kind'),
    )
    .select(['subject_type', 'subject_id'])
    .select(({ fn }) => fn.max('mailed_at').as('mailed_at'))
    .where('notifications.account_id', '=', account_id)
    .where(({ eb, or }) => or([eb('choice.by_email', 'is', null), eb('choice.by_email', '!=', dailyStored)]))
    .where('mailed_at', '>', now - pauseBetween)
    .where('mailed_at', '<=', latestPlausible(now))
    .groupBy(['subject_type', 'subject_id'])
    .execute()
  return new Map(rows.map((row) => [keyOf(row), Number(row.mailed_at)]))
}

interface MailState {
  mail_due_at: number | null
  mailed_at?: number
}

export async function setMailState(ctx: Context, ids: number[], state: MailState): Promise<void> {
  if (ids.length > 0) await ctx.db.updateTable('notifications').set(state).where('id', 'in', ids).execute()
}
