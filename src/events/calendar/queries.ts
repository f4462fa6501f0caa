import { type Insertable, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { isUnanswered, type Viewer, visibleCondition } from '#events/events/visibility.ts'
import { day } from '#lib/durations.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'

export const findFeed = (ctx: Context, account_id: number) =>
  ctx.db.selectFrom('calendar_feeds').select('created_at').where('account_id', '=', account_id).executeTakeFirst()

/** Replaces the feed's address. */
export async function replaceFeed(ctx: Context, feed: Insertable<Schema['calendar_feeds']>): Promise<void> {
  const { token_hash, created_at } = feed
  await ctx.db
    .insertInto('calendar_feeds')
    .values(feed)
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ token_hash, created_at }))
    .execute()
}

/** @returns whether there was one */
export const deleteFeed = (ctx: Context, account_id: number): Promise<boolean> =>
  hasChanged(ctx.db.deleteFrom('calendar_feeds').where('account_id', '=', account_id))

/** The owner of a feed; undefined while the account is suspended. */
export const findOwner = (ctx: Context, token_hash: string) =>
  ctx.db
    .selectFrom('calendar_feeds')
    .innerJoin('accounts', 'accounts.id', 'calendar_feeds.account_id')
    .select(['accounts.id', 'accounts.account_type'])
    .where('calendar_feeds.token_hash', '=', token_hash)
    .where('accounts.suspended_at', 'is', null)
    .where('accounts.deleted_at', 'is', null)
    .executeTakeFirst()

/** Which events a feed contains: those that concern its owner, or all that they may see. */
export type FeedContent = 'own' | 'all'

interface Span {
  now: number
  /** Events that ended earlier are left out. */
  endsAfter: number
  /** Events cancelled earlier are left out. */
  cancelledAfter: number
  most: number
  /** Of a description, from its beginning. */
  characters: number
}

/** If there are too many, those nearest to now; of all events, the next ones. */
export function listEntries(ctx: Context, viewer: NonNullable<Viewer>, content: FeedContent, span: Span) {
  const { now, endsAfter, cancelledAfter, most, characters } = span
  const { id } = viewer
  return ctx.db
    .selectFrom('events')
    .innerJoin('accounts as host', 'host.id', 'events.host_id')
    .select([
      'events.id',
      'events.title',
      'events.location',
      'events.starts_at',
      'events.ends_at',
      'events.visibility',
      'events.sequence',
      'events.created_at',
      'events.changed_at',
      'events.cancelled_at',
      'events.cancel_reason',
      'host.display_name as host_display_name',
    ])
    .select([
      sql<string>`substr(events.description, 1, ${characters})`.as('description'),
      sql<SqlBool>`(host_id = ${id} or exists (
        select 1 from passes where event_id = events.id and holder_id = ${id} and cancelled_at is null))`.as(
        'takes_part',
      ),
      sql<SqlBool>`exists (select 1 from event_invitations as invitation where invitation.event_id = events.id
        and invitation.account_id = ${id} and ${isUnanswered('invitation')})`.as('is_asked'),
    ])
    .$if(content === 'own', (events) =>
      events
        .where(sql<SqlBool>`events.id in (
          select event_id from passes where holder_id = ${id} and cancelled_at is null
          union select event_id from event_invitations as own where account_id = ${id} and ${isUnanswered('own')}
          union select id from events as hosted where host_id = ${id} and starts_at > ${endsAfter - longest})`)
        .orderBy(sql`abs(starts_at - ${now})`),
    )
    .$if(content === 'all', (events) => events.where('starts_at', '>', endsAfter - longest).orderBy('starts_at'))
    .where('ends_at', '>', endsAfter)
    .where(sql<SqlBool>`(events.cancelled_at is null or events.cancelled_at > ${cancelledAfter})`)
    .where(visibleCondition(viewer))
    .orderBy('events.id')
    .limit(most)
    .execute()
}

/** Longer than any event takes. */
const longest = 32 * day
