import { type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { countChanged } from '#platform/db/changed-rows.ts'
import { amongIds } from '#platform/db/dialect.ts'
import { shownMessages } from './message-queries.ts'
import { ticketNotificationKinds } from './notification-kinds.ts'
import { idsIn, participantIds } from './participant-queries.ts'
import { idsOfCustomer } from './visibility.ts'

const among = (ctx: Context, column: string, ids: number[]) => amongIds(ctx.db, column, JSON.stringify(ids))

export async function listSubjects(ctx: Context, ids: number[]) {
  const tickets = await ctx.db
    .selectFrom('tickets')
    .select(['id', 'title', 'customer_id', participantIds(ctx.db).as('participant_ids')])
    .where(among(ctx, 'tickets.id', ids))
    .execute()
  return tickets.map((ticket) => ({ ...ticket, participant_ids: idsIn(ticket.participant_ids) }))
}

/** Whether so much came after a message that the newest part of its conversation may not have it. */
const isOld = sql<SqlBool>`exists (select 1 from messages as later where later.ticket_id = messages.ticket_id
  and later.id > messages.id order by later.id limit 1 offset ${sql.lit(shownMessages - 1)})`

export const listTexts = async (ctx: Context, ids: number[]) =>
  ids.length === 0
    ? []
    : ctx.db
        .selectFrom('messages')
        .select(['id', 'body'])
        .select(isOld.as('is_old'))
        .where(among(ctx, 'messages.id', ids))
        .execute()

const forAll = ticketNotificationKinds.filter(({ staffOnly }) => !staffOnly).map(({ name }) => name)

/**
 * Deletes at most `count` notifications that only staff may see, and such about others' tickets.
 *
 * @returns how many they were
 */
export function deleteNotificationsOfStaff(ctx: Context, accountId: number, count: number): Promise<number> {
  const some = ctx.db
    .selectFrom('notifications')
    .select('id')
    .where('account_id', '=', accountId)
    .where('subject_type', '=', 'ticket')
    .where(({ eb, or }) => or([eb('kind', 'not in', forAll), eb('subject_id', 'not in', idsOfCustomer(accountId))]))
    .limit(count)
  return countChanged(ctx.db.deleteFrom('notifications').where('id', 'in', some))
}

/** @returns how many were unread */
export async function deleteNotificationsAbout(ctx: Context, accountId: number, ticketId: number): Promise<number> {
  const deleted = await ctx.db
    .deleteFrom('notifications')
    .where('account_id', '=', accountId)
    .where('subject_type', '=', 'ticket')
    .where('subject_id', '=', ticketId)
    .returning('read_at')
    .execute()
  return deleted.filter(({ read_at }) => read_at === null).length
}
