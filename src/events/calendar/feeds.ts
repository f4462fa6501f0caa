import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { notFound } from '#errors'
import { day, hour } from '#lib/durations.ts'
import { sha256 } from '#lib/sha256.ts'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { record } from '#platform/activity/record.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { feedMade, feedRemoved } from './activity.ts'
import { calendarText, mostOfFeed } from './icalendar.ts'
import { deleteFeed, type FeedContent, findFeed, findOwner, listEntries, replaceFeed } from './queries.ts'

/** Programs fetch a feed once an hour, from each of a person's devices. */
const reading: Limit = { name: 'read-calendar-feed', most: 120, window: hour, unannounced: true }
const making: Limit = { name: 'make-calendar-feed', most: 10, window: hour }

/** How far back a feed goes. */
const past: Record<FeedContent, number> = { own: 366 * day, all: 7 * day }
/** How long a feed contains cancelled events, so that every calendar removes them. */
const cancelledFor = 30 * day
const mostEntries = 300

export async function readFeedState(ctx: Context, actor: Actor): Promise<{ created_at: number } | null> {
  return (await findFeed(ctx, actor.id)) ?? null
}

/** Creates the feed's address; an earlier one stops working. Shown only once: only its hash is stored. */
export async function makeFeed(
  ctx: Context,
  actor: Actor,
): Promise<{ url: string; all_events_url: string; created_at: number }> {
  await consume(ctx, making, actor.id)
  const token = randomBytes(24).toString('base64url')
  const created_at = ctx.clock.now()
  await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, actor)
    await replaceFeed(ctx, { account_id: actor.id, token_hash: sha256(token), created_at })
    await record(ctx, feedMade, { actor_id: actor.id }, created_at)
  })
  const url = `${ctx.config.server.origin}/calendar/${token}.ics`
  return { url, all_events_url: `${url}?events=all`, created_at }
}

/** @throws not-found if there is none */
export function removeFeed(ctx: Context, actor: Actor): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    if (!(await deleteFeed(ctx, actor.id))) throw notFound('calendar feed')
    await record(ctx, feedRemoved, { actor_id: actor.id })
  })
}

/** @throws not-found if the address is unknown, was replaced or removed, or its owner is suspended */
export async function readFeed(ctx: Context, token: string, content: FeedContent): Promise<string> {
  const owner = await findOwner(ctx, sha256(token))
  if (!owner) throw notFound('calendar feed')
  await consume(ctx, reading, owner.id)
  const viewer = { id: owner.id, is_staff: isStaff(owner.account_type) }
  const now = ctx.clock.now()
  const span = {
    ...{ now, endsAfter: now - past[content], cancelledAfter: now - cancelledFor },
    ...{ most: mostEntries, characters: mostOfFeed + 1 },
  }
  // Who hosts thousands of events has all of them looked at.
  const events = await listEntries(forHeavyReads(ctx, owner), viewer, content, span)
  const entries = events.map(({ takes_part, is_asked, ...event }) => ({
    ...event,
    tentative: Boolean(is_asked) && !takes_part,
    free: !takes_part && !is_asked,
  }))
  return calendarText(ctx, entries, { name: ctx.settings.current.site_name })
}
