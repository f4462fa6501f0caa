import type { Context } from '#context'
import { notFound } from '#errors'
import { type Cursor, pageOf, portionOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { findOwnPass, listHanded, listOwnPasses, type OwnPass } from './queries.ts'

export type { OwnPass } from './queries.ts'

/** @throws not-found for a pass that one neither holds nor has bought */
export async function getPass(ctx: Context, actor: Actor, id: number): Promise<OwnPass> {
  const pass = await findOwnPass(ctx, actor.id, id)
  if (!pass) throw notFound('pass')
  return pass
}

/** Bookings have at most four places; all of a person's passes at an event are on one page. */
const mostAtEvent = 200

export const passesAt = (ctx: Context, actor: Actor, event_id: number): Promise<OwnPass[]> =>
  listOwnPasses(ctx, actor.id, { event_id, after: 0, most: mostAtEvent })

/** Passes of places that others have booked, next event first. */
export async function handedTo(ctx: Context, actor: Actor, limit: number, cursor?: Cursor) {
  refuseForeignCursor(cursor)
  return pageOf(await listHanded(ctx, actor.id, limit + 1, cursor), limit, ({ starts_at, id }) => [starts_at, id])
}

export async function ownPasses(
  ctx: Context,
  actor: Actor,
  {
    event_id,
    past,
    after = 0,
    limit,
  }: { event_id?: number | undefined; past: boolean; after?: number | undefined; limit: number },
) {
  return portionOf(await listOwnPasses(ctx, actor.id, { event_id, past, after, most: limit + 1 }), limit)
}
