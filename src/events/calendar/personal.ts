import { z } from 'zod'
import type { PersonalData } from '#context'
import { isoTime } from '#lib/format-time.ts'
import { findFeed } from './queries.ts'

/** That there is a feed; its address is a secret, of which only the hash is stored. */
export const personalFeed: PersonalData = {
  members: { calendar_feed: z.object({ created_at: z.iso.datetime() }).nullable() },
  read: async (ctx, actor) => {
    const feed = await findFeed(ctx, actor.id)
    return { calendar_feed: feed ? { created_at: isoTime(feed.created_at) } : null }
  },
  deleted: { calendar_feeds: 'account_id' },
}
