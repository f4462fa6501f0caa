import type { Context } from '#context'
import { countChanged, hasChanged } from '#platform/db/changed-rows.ts'
import { lockingInOrder } from '#platform/db/dialect.ts'
import { staffTypes } from '#platform/identity/account-type.ts'
import { hiddenKinds } from './kinds.ts'
import { type MailChoice, storedChoice } from './mail-choice.ts'
import type { Reader } from './subject.ts'
import { namesIn, unreadOf } from './unread-queries.ts'

/** An account's notifications, with the actor of each. */
const notificationsOf = (ctx: Context, { id }: Pick<Reader, 'id'>) =>
  ctx.db
    .selectFrom('notifications')
    .leftJoin('accounts as actor', 'actor.id', 'notifications.actor_id')
    .select([
      'notifications.id',
      'notifications.kind',
      'notifications.subject_type',
      'notifications.subject_id',
      'notifications.action',
      'notifications.message_id',
      'notifications.part_id',
      'notifications.actor_id',
      'notifications.created_at',
      'notifications.read_at',
      'actor.username',
      'actor.display_name',
      'actor.profile_icon',
      'actor.picture_id',
      'actor.account_type',
    ])
    .where('notifications.account_id', '=', id)

export type NotificationRow = Awaited<ReturnType<typeof listNotifications>>[number]

export interface Part {
  /** At most so many. */
  count: number
  /** Only what came before this one. */
  before?: number | undefined
  unread: boolean
}

/** Newest first. */
export function listNotifications(ctx: Context, reader: Reader, { count, before, unread }: Part) {
  const hidden = hiddenKinds(ctx)
  let query = notificationsOf(ctx, reader).orderBy('notifications.id', 'desc').limit(count)
  if (hidden.length > 0) query = query.where('notifications.kind', 'not in', namesIn(hidden))
  if (before !== undefined) query = query.where('notifications.id', '<', before)
  if (unread) query = query.where('notifications.read_at', 'is', null)
  return query.execute()
}

export const findNotification = (ctx: Context, reader: Reader, id: number) =>
  notificationsOf(ctx, reader).where('notifications.id', '=', id).executeTakeFirst()

/** Answered by an index alone, if no kind is hidden: what a reader may no longer see was withdrawn. */
export async function countUnread(ctx: Context, { id }: Pick<Reader, 'id'>, most: number): Promise<number> {
  const unread = unreadOf(ctx.db, id, hiddenKinds(ctx)).limit(most)
  const { count } = await ctx.db
    .selectFrom(unread.as('unread'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** @returns false if it was so already */
export const setReadAt = (ctx: Context, id: number, read_at: number | null): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('notifications')
      .set({ read_at })
      .where('id', '=', id)
      .where('read_at', read_at === null ? 'is not' : 'is', null),
  )

/** What somebody has seen: everything about a subject, unless parts are named. */
export interface Seen {
  subject?: { type: string; id: number }
  /** Only this message of a ticket. */
  message_id?: number | undefined
  /** Only messages of a ticket up to this one. */
  message_up_to?: number | undefined
  /** Only this part of another type of subject, such as a direct message. */
  part_id?: number | undefined
  /** Only parts of another type of subject up to this one, and what is about no part of it. */
  part_up_to?: number | undefined
  /** Only notifications up to this id. */
  up_to?: number | undefined
  /** None of this kind that is later than this time. */
  but?: { kind: string; after: number } | undefined
}

function unreadAmong(ctx: Context, account_id: number, seen: Seen, count: number) {
  let unread = unreadOf(ctx.db, account_id, hiddenKinds(ctx)).limit(count)
  if (seen.subject)
    unread = unread.where('subject_type', '=', seen.subject.type).where('subject_id', '=', seen.subject.id)
  if (seen.message_id !== undefined) unread = unread.where('message_id', '=', seen.message_id)
  if (seen.message_up_to !== undefined) unread = unread.where('message_id', '<=', seen.message_up_to)
  if (seen.part_id !== undefined) unread = unread.where('part_id', '=', seen.part_id)
  const { part_up_to } = seen
  if (part_up_to !== undefined)
    unread = unread.where(({ eb, or }) => or([eb('part_id', '<=', part_up_to), eb('part_id', 'is', null)]))
  if (seen.up_to !== undefined) unread = unread.where('id', '<=', seen.up_to)
  const { but } = seen
  if (but) unread = unread.where(({ eb, or }) => or([eb('kind', '!=', but.kind), eb('created_at', '<=', but.after)]))
  return unread
}

/** Marks at most `count` as read. @returns how many were unread */
export const readSomeOf = (ctx: Context, account_id: number, seen: Seen, count: number): Promise<number> =>
  countChanged(
    ctx.db
      .updateTable('notifications')
      .set({ read_at: ctx.clock.now() })
      .where('id', 'in', unreadAmong(ctx, account_id, seen, count).$call(lockingInOrder(ctx.db, 'notifications')))
      .where('read_at', 'is', null),
  )

export const hasUnread = async (ctx: Context, account_id: number, seen: Seen): Promise<boolean> =>
  (await unreadAmong(ctx, account_id, seen, 1).executeTakeFirst()) !== undefined

/** Marks notifications of all staff as read. @returns who had not read them */
export async function readOfStaff(
  ctx: Context,
  subject: { type: string; id: number },
  kinds: string[],
): Promise<number[]> {
  const unread = ctx.db
    .selectFrom('accounts')
    .innerJoin('notifications', 'notifications.account_id', 'accounts.id')
    .select('notifications.id')
    .where('accounts.account_type', 'in', staffTypes)
    .where('notifications.subject_type', '=', subject.type)
    .where('notifications.subject_id', '=', subject.id)
    .where('notifications.kind', 'in', kinds)
    .where('notifications.read_at', 'is', null)
  const rows = await ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.clock.now() })
    .where('id', 'in', unread.$call(lockingInOrder(ctx.db, 'notifications')))
    .returning('account_id')
    .execute()
  return [...new Set(rows.map(({ account_id }) => account_id))]
}

/** The id of the newest notification of anybody. */
export async function newestNotification(ctx: Context): Promise<number> {
  const newest = ctx.db.selectFrom('notifications').select('id').orderBy('id', 'desc').limit(1)
  return (await newest.executeTakeFirst())?.id ?? 0
}

export const listChosen = (ctx: Context, account_id: number) =>
  ctx.db.selectFrom('notification_choices').select(['kind', 'by_email']).where('account_id', '=', account_id).execute()

export async function storeChoices(
  ctx: Context,
  account_id: number,
  choices: [kind: string, by_email: MailChoice][],
): Promise<void> {
  const rows = choices.map(([kind, chosen]) => ({ account_id, kind, by_email: storedChoice(chosen) }))
  if (rows.length === 0) return
  await ctx.db
    .insertInto('notification_choices')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'kind']).doUpdateSet((eb) => ({ by_email: eb.ref('excluded.by_email') })),
    )
    .execute()
}
