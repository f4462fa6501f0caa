import { z } from 'zod'
import type { Context } from '#context'
import { declareJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import type { Action, Fact, Notice, Recorded } from '../action.ts'
import { insertForAll, insertNotifications } from './queries.ts'

/** Notifies people, except the actor; mails follow as each person has chosen. */
export async function writeNotifications<F extends Fact>(
  ctx: Context,
  { name, notify }: Action<F>,
  recorded: Recorded<F>[],
  now: number,
): Promise<void> {
  if (!notify) return
  const notices = await Promise.all(
    recorded.flatMap(({ fact, line_id }) =>
      notify(fact, line_id).map(async (notice) => addressed(ctx, notice, name, fact.actor_id)),
    ),
  )
  await notifyAll(ctx, notices, now)
}

async function addressed(
  ctx: Context,
  { to, message_id = null, part_id = null, byClock, ...notice }: Notice,
  action: string,
  doer: number | null,
): Promise<AddressedNotice> {
  const actor_id = byClock ? null : doer
  const ids = typeof to === 'function' ? await to(ctx) : to
  const others = ids.filter((id): id is number => typeof id === 'number' && id !== actor_id)
  return { ...notice, action, message_id, part_id, actor_id, to: [...new Set(others)] }
}

export interface AddressedNotice extends Pick<Notice, 'kind' | 'subject'> {
  /** The registered name of the action. */
  action: string | null
  message_id: number | null
  part_id?: number | null
  /** The account that caused it; null for scheduled work. */
  actor_id: number | null
  to: number[]
}

/** Mails the notifications just stored; see `#platform/notifications`. */
export const notificationMailsJob = declareJob('notification_mails', z.object({ ids: z.array(z.int()) }))

/** An event may have thousands of attendees: no statement and no job grows with their number. */
const portion = 500
/** From this many recipients on, one notification is inserted for all by a statement of fixed text. */
const manyRecipients = 5

const portionsOf = <T>(all: T[]) =>
  Array.from({ length: Math.ceil(all.length / portion) }, (_, n) => all.slice(n * portion, (n + 1) * portion))

/** Stores notifications in the transaction of what happened; mails follow as each person has chosen. */
export async function notifyAll(ctx: Context, notices: AddressedNotice[], created_at = ctx.clock.now()): Promise<void> {
  const addressed = notices.map(({ to, kind, subject, ...notice }) => ({
    to,
    notification: { ...notice, kind: kind.name, subject_type: subject.type, subject_id: subject.id, created_at },
  }))
  const rows = addressed
    .filter(({ to }) => to.length < manyRecipients)
    .flatMap(({ to, notification }) => to.map((account_id) => ({ ...notification, account_id })))
  const inserts = [
    ...portionsOf(rows).map((batch) => () => insertNotifications(ctx, batch)),
    ...addressed
      .filter(({ to }) => to.length >= manyRecipients)
      .flatMap(({ to, notification }) => portionsOf(to).map((batch) => () => insertForAll(ctx, notification, batch))),
  ]
  for (const insert of inserts) {
    const ids = await insert()
    if (ctx.mailer.available) await enqueue(ctx, notificationMailsJob, { ids })
  }
  publish(ctx, ...notices.flatMap(({ to }) => to.map(accountTopic)))
}
