import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allHostedBy, allInvitationsOf, allWaitsOf } from './hosting-queries.ts'

async function* hostedBy(ctx: Context, { id }: Actor) {
  for await (const events of allHostedBy(ctx, id))
    yield events.map(({ starts_at, ends_at, created_at, cancelled_at, ...event }) => ({
      ...event,
      starts_at: isoTime(starts_at),
      ends_at: isoTime(ends_at),
      created_at: isoTime(created_at),
      cancelled_at: timeOrNull(cancelled_at),
    }))
}

async function* invitationsOf(ctx: Context, { id }: Actor) {
  for await (const rows of allInvitationsOf(ctx, id))
    yield rows.map(({ id: _, invited_at, ...invitation }) => ({ ...invitation, invited_at: isoTime(invited_at) }))
}

async function* waitsOf(ctx: Context, { id }: Actor) {
  for await (const rows of allWaitsOf(ctx, id))
    yield rows.map(({ event_id, places, state, joined_at, ended_at }) => ({
      ...{ event_id, quantity: places, state },
      joined_at: isoTime(joined_at),
      ended_at: timeOrNull(ended_at),
    }))
}

const time = z.iso.datetime()

/** Hosted events stay as part of the programme. */
export const personalEvents: PersonalData = {
  members: {
    hosted_events: z.array(
      z.object({
        id: z.int(),
        title: z.string(),
        description: z.string(),
        location: z.string(),
        starts_at: time,
        ends_at: time,
        created_at: time,
        cancelled_at: time.nullable(),
        cancel_reason: z.string().nullable(),
      }),
    ),
    event_invitations: z.array(
      z.object({ event_id: z.int(), email: z.string().nullable(), invited_at: time, state: z.string() }),
    ),
    waiting_lists: z.array(
      z.object({ event_id: z.int(), quantity: z.int(), state: z.string(), joined_at: time, ended_at: time.nullable() }),
    ),
  },
  read: async (ctx, actor) => ({
    hosted_events: hostedBy(ctx, actor),
    event_invitations: invitationsOf(ctx, actor),
    waiting_lists: waitsOf(ctx, actor),
  }),
}
