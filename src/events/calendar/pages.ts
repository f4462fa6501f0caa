import { z } from 'zod'
import type { Context } from '#context'
import { getEvent } from '#events/events/events.ts'
import { mayCreate } from '#events/events/policy.ts'
import { formatTime } from '#lib/format-time.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { calendarFile } from './answer.ts'
import { makeFeed, readFeed, readFeedState, removeFeed } from './feeds.ts'
import { calendarText } from './icalendar.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/calendar-feed': {
      made: ReturnType<typeof formatTime> | null
      /** The addresses of a feed that was just created. */
      urls: { own: string; all: string } | null
      may_create: boolean
    }
  }
}

const at = '/calendar-feed'

/** Which events the feed contains. */
const feedQuery = z.object({ events: z.enum(['own', 'all']).default('own') })

async function showFeed(ctx: Context, actor: Actor, urls: { own: string; all: string } | null = null): Promise<Answer> {
  const feed = await readFeedState(ctx, actor)
  return view('events/calendar-feed', 'Calendar feed', {
    made: feed && formatTime(ctx, feed.created_at),
    urls,
    may_create: mayCreate(ctx, actor),
  })
}

export const calendarPages = [
  page.get('/events/:id/event.ics', { for: 'anyone', params: idParams }, async ({ ctx, actor, params }) => {
    const event = await getEvent(ctx, actor, params.id)
    const method = event.cancelled_at === null ? 'PUBLISH' : 'CANCEL'
    const text = await calendarText(ctx, [{ ...event, tentative: false, free: false }], { method })
    return calendarFile({ text, filename: `event-${params.id}.ics`, method })
  }),
  page.get(
    '/calendar/:token.ics',
    { for: 'anyone', params: z.object({ token: z.string().max(100) }), query: feedQuery },
    async ({ ctx, params, query }) => {
      const text = await readFeed(ctx, params.token, query.events)
      return calendarFile({ text, filename: 'calendar.ics', versioned: true })
    },
  ),
  page.get(at, { for: 'member' }, ({ ctx, actor }) => showFeed(ctx, actor)),
  page.post(at, { for: 'member', body: emptyBody, reauthenticate: true, idempotent: false }, async ({ ctx, actor }) => {
    const { url, all_events_url } = await makeFeed(ctx, actor)
    return showFeed(ctx, actor, { own: url, all: all_events_url })
  }),
  page.post(`${at}/removal`, { for: 'member', body: emptyBody }, async ({ ctx, actor }) => {
    await removeFeed(ctx, actor)
    return seeOther(at, 'The address is removed: calendars that use it are no longer updated.')
  }),
]
