import { type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { countChanged } from '#platform/db/changed-rows.ts'
import { amongIds } from '#platform/db/dialect.ts'
import { shownMessages } from './message-queries.ts'
import { ticketNotificationKinds } from './notification-kinds.ts'
import { idsIn, participantIds } from './participant-queries.ts'
import { ownCondition } from './visibility.ts'

export async function listSubjects(ctx: Context, ids: number[]) {
  const tickets = await ctx.db
    .selectFrom('tickets')
    .select(['id', 'title', 'customer_id', participantIds(ctx.db).as('participant_ids')])
    .where(amongIds(ctx.db, 'tickets.id', ids))
    .execute()
  return tickets.map((ticket) => ({ ...ticket, participant_ids: idsIn(ticket.participant_ids) }))
}

/** Whether there are so many later messages that the page's newest part may not contain it. */
const isOld = sql<SqlBool>`exists (select 1 from messages as later where later.ticket_id = messages.ticket_id
  and later.id > messages.id order by later.id limit 1 offset ${sql.lit(shownMessages - 1)})`

export const listTexts = async (ctx: Context, ids: number[]) =>
  ids.length === 0
    ? []
    : ctx.db
        .selectFrom('messages')
        .select(['id', 'body'])
        .select(isOld.as('is_old'))
        .where(amongIds(ctx.db, 'messages.id', ids))
        .execute()

const forAll = ticketNotificationKinds.filter(({ staffOnly }) => !staffOnly).map(({ name }) => name)

/** The ids of an account's notifications before one, newest first. */
export async function listNotificationsBefore(
  ctx: Context,
  accountId: number,
  before: number | undefined,
  count: number,
): Promise<number[]> {
  const newest = ctx.db
    .selectFrom('notifications')
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(count)
  const rows = await (before === undefined ? newest : newest.where('id', '<', before)).execute()
  return rows.map(({ id }) => id)
}

/** Whether the account is a customer of the notification's ticket. */
const isOfCustomer = (accountId: number) => sql<SqlBool>`(
  exists (select 1 from tickets where tickets.id = subject_id and ${ownCondition(accountId)})
  or exists (select 1 from ticket_people where ticket_id = subject_id and ticket_people.account_id = ${accountId}))`

/**
 * Deletes those of an account's notifications that only staff may see, and those about others' tickets.
 *
 * @returns how many were deleted
 */
export function deleteNotificationsOfStaff(ctx: Context, accountId: number, ids: number[]): Promise<number> {
  const staffOnly = ctx.features.notificationKinds.filter((kind) => kind.staffOnly).map(({ name }) => name)
  return countChanged(
    ctx.db
      .deleteFrom('notifications')
      .where(amongIds(ctx.db, 'notifications.id', ids))
      .where(({ eb, or, and, not }) =>
        or([
          eb('kind', 'in', staffOnly),
          and([eb('subject_type', '=', 'ticket'), or([eb('kind', 'not in', forAll), not(isOfCustomer(accountId))])]),
        ]),
      ),
  )
}

/** @returns how many were deleted */
export const deleteUnreadAbout = (ctx: Context, accountId: number, ticketId: number): Promise<number> =>
  countChanged(
    ctx.db
      .deleteFrom('notifications')
      .where('account_id', '=', accountId)
      .where('subject_type', '=', 'ticket')
      .where('subject_id', '=', ticketId)
      .where('read_at', 'is', null),
  )
