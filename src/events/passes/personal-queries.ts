import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'

export const allPassesOf = (ctx: Context, holderId: number) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('passes')
      .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
      .select(['passes.id', 'passes.event_id', 'booked_places.booking_id', 'passes.shown_at', 'passes.used_at'])
      .select('passes.cancelled_at')
      .where('passes.holder_id', '=', holderId)
      .where('passes.id', '>', after.id)
      .orderBy('passes.id')
      .limit(size)
      .execute(),
  )
