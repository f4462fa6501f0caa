import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { fitsOf } from './found-texts.ts'
import { allHits, type Compared, type Hits } from './hit-queries.ts'

/**
 * A customer's own tickets, compared by nothing but their own texts: an engine's rank goes by how often words are
 * used in the whole desk, from which one could tell what others write.
 */
export async function compareOwn(
  ctx: Context,
  actor: Actor,
  hits: Hits,
  count: number,
  after?: readonly number[],
): Promise<Compared> {
  const ids = await allHits(ctx, actor, hits)
  const fits = await fitsOf(ctx, actor, ids, hits.terms)
  const all = ids
    .map((ticket_id) => ({ ticket_id, score: (fits.get(ticket_id) ?? 0) + numbered(hits, ticket_id) }))
    .sort((a, b) => b.score - a.score || b.ticket_id - a.ticket_id)
  const [score = Number.POSITIVE_INFINITY, id = 0] = after ?? []
  const afterCursor = all.filter((hit) => hit.score < score || (hit.score === score && hit.ticket_id < id))
  return { hits: afterCursor.slice(0, count), newest: Math.max(0, ...ids), count: ids.length }
}

/** Above whatever a text can fit. */
const numbered = ({ numbers }: Hits, ticketId: number) => (numbers.includes(ticketId) ? 1_000_000 : 0)
