import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { makeFeed, readFeedState, removeFeed } from './feeds.ts'

const at = '/me/calendar-feed'
const time = z.iso.datetime()

const feedJson = z.object({ created_at: time }).meta({ id: 'CalendarFeed' })
const newFeedJson = z.object({
  url: z.string().meta({ description: 'The secret address, for calendar programs. It is shown only this once.' }),
  all_events_url: z.string().meta({ description: 'The same, with every event you can see.' }),
  created_at: time,
})

export const calendarApi = [
  api.get(
    at,
    {
      summary: 'Whether there is an address for the feed of events you have booked, host or are invited to',
      for: 'member',
      scope: 'session',
      answers: { 200: z.object({ feed: feedJson.nullable() }) },
    },
    async ({ ctx, actor }) => {
      const feed = await readFeedState(ctx, actor)
      return ok({ feed: feed && { created_at: isoTime(feed.created_at) } })
    },
  ),
  api.post(
    at,
    {
      summary: 'Make an address for the feed; the earlier one stops working',
      for: 'member',
      reauthenticate: true,
      idempotent: false,
      answers: { 201: newFeedJson },
    },
    async ({ ctx, actor }) => {
      const { created_at, ...urls } = await makeFeed(ctx, actor)
      return created(`/api/v1${at}`, { ...urls, created_at: isoTime(created_at) })
    },
  ),
  api.delete(
    at,
    { summary: 'Remove the address of the feed', for: 'member', answers: { 204: null } },
    async ({ ctx, actor }) => {
      await removeFeed(ctx, actor)
      return nothing
    },
  ),
]
