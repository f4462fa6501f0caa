import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { timeOrNull } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allPassesOf } from './personal-queries.ts'

async function* passesOf(ctx: Context, { id }: Actor) {
  for await (const passes of allPassesOf(ctx, id))
    yield passes.map(({ shown_at, used_at, cancelled_at, ...pass }) => ({
      ...pass,
      shown_at: timeOrNull(shown_at),
      used_at: timeOrNull(used_at),
      cancelled_at: timeOrNull(cancelled_at),
    }))
}

const time = z.iso.datetime()

/** That somebody was admitted stays, without a name; passes they hold go back when they leave (bookings/departure.ts). */
export const personalPasses: PersonalData = {
  members: {
    passes: z.array(
      z.object({
        id: z.int(),
        event_id: z.int(),
        booking_id: z.int(),
        shown_at: time.nullable(),
        used_at: time.nullable(),
        cancelled_at: time.nullable(),
      }),
    ),
  },
  read: async (ctx, actor) => ({ passes: passesOf(ctx, actor) }),
}
