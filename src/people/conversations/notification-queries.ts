import { type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { amongIds } from '#platform/db/dialect.ts'
import { shownMessages } from './limits.ts'

/** Those of these conversations that are the account's own, each with the other's name. */
export const listNames = (ctx: Context, accountId: number, ids: number[]) =>
  ctx.db
    .selectFrom('conversation_sides')
    .innerJoin('accounts', 'accounts.id', 'conversation_sides.other_id')
    .select(['conversation_sides.conversation_id as id', 'accounts.display_name'])
    .where('conversation_sides.account_id', '=', accountId)
    .where(amongIds(ctx.db, 'conversation_sides.conversation_id', ids))
    .execute()

/** Whether there are so many later messages that the page's newest part may not contain it. */
const isOld = sql<SqlBool>`exists (select 1 from direct_messages as later
  where later.conversation_id = direct_messages.conversation_id and later.id > direct_messages.id
  order by later.id limit 1 offset ${sql.lit(shownMessages - 1)})`

export const listTexts = async (ctx: Context, ids: number[]) =>
  ids.length === 0
    ? []
    : ctx.db
        .selectFrom('direct_messages')
        .select(['id', 'body'])
        .select(isOld.as('is_old'))
        .where(amongIds(ctx.db, 'direct_messages.id', ids))
        .execute()

export const listReasons = (ctx: Context, ids: number[]) =>
  ctx.db
    .selectFrom('conversation_reports')
    .select(['id', 'reason'])
    .where(amongIds(ctx.db, 'conversation_reports.id', ids))
    .execute()
