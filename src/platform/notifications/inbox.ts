import { z } from 'zod'
import type { Context } from '#context'
import { notFound } from '#errors'
import { mostCounted } from '#lib/counted.ts'
import { writeWhatWasSeen } from '#platform/db/optional-write.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import {
  countUnread,
  findNotification,
  hasUnread,
  listNotifications,
  newestNotification,
  readOfStaff,
  readSomeOf,
  type Seen,
  setReadAt,
} from './queries.ts'
import { describeAll } from './subjects.ts'

/** For queries that count unread notifications among other things. */
export { hiddenKinds } from './kinds.ts'
export { unreadOf } from './unread-queries.ts'

export interface InboxQuery {
  show?: 'unread' | undefined
  limit: number
  cursor?: Cursor | undefined
}

/** A person's notifications, newest first. */
export async function listInbox(ctx: Context, actor: Actor, { show, limit, cursor }: InboxQuery) {
  refuseForeignCursor(cursor)
  const before = cursor?.[1]
  const found = await listNotifications(ctx, actor, { count: limit + 1, before, unread: show === 'unread' })
  const { rows, next } = pageOf(found, limit, ({ id }) => [0, id])
  return { rows: await describeAll(ctx, actor, rows), next }
}

export const unreadCount = (ctx: Context, actor: Actor) => countUnread(ctx, actor, mostCounted)

export const markNotificationRead = (ctx: Context, actor: Actor, id: number) => mark(ctx, actor, id, ctx.clock.now())
export const markNotificationUnread = (ctx: Context, actor: Actor, id: number) => mark(ctx, actor, id, null)

/** @throws not-found if it is not the actor's, or is no longer visible */
async function mark(ctx: Context, actor: Actor, id: number, read_at: number | null): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const found = await findNotification(ctx, actor, id)
    if (!found || (await describeAll(ctx, actor, [found])).length === 0) throw notFound('notification')
    if (await setReadAt(ctx, id, read_at)) refreshBell(ctx, actor)
  })
}

/** Few enough for one short transaction; a job marks the others. */
const portion = 500

/** @param up_to later ones stay unread: nobody has seen them */
export async function markAllNotificationsRead(ctx: Context, actor: Actor, up_to?: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await readPortion(ctx, { account_id: actor.id, up_to: up_to ?? (await newestNotification(ctx)) })
  })
}

async function readPortion(ctx: Context, { account_id, up_to }: { account_id: number; up_to: number }): Promise<void> {
  const count = await readSomeOf(ctx, account_id, { up_to }, portion)
  if (count > 0) refreshBell(ctx, { id: account_id })
  if (count === portion) await enqueue(ctx, readNotificationsJob, { account_id, up_to })
}

const readUpTo = z.object({ account_id: z.int(), up_to: z.int() })

export const readNotificationsJob = defineJob('read_notifications', readUpTo, readPortion, { inTransaction: true })

type SeenOfOne = Seen & { subject: { type: string; id: number } }

/** Somebody who opens a ticket has seen what its notifications are about. */
export async function readNotificationsAbout(ctx: Context, actor: Actor, seen: SeenOfOne): Promise<void> {
  if ((await readSomeOf(ctx, actor.id, seen, portion)) > 0) refreshBell(ctx, actor)
}

/** The same for pages that do not know whether anything is unread: writes only if something is. */
export async function readNotificationsOfPage(ctx: Context, actor: Actor, seen: SeenOfOne): Promise<void> {
  if (!(await hasUnread(ctx, actor.id, seen))) return
  await writeWhatWasSeen(ctx, 'that notifications were read', () => readNotificationsAbout(ctx, actor, seen))
}

/** Once one of the staff has dealt with something, all other staff's notifications about it are marked as read. */
export async function settleForStaff(ctx: Context, type: string, id: number, kinds: string[]): Promise<void> {
  for (const account of await readOfStaff(ctx, { type, id }, kinds)) refreshBell(ctx, { id: account })
}

/** On every open page of the person. */
export const refreshBell = (ctx: Context, { id }: Pick<Actor, 'id'>) => publish(ctx, accountTopic(id))
