import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import type { Excerpt } from './excerpts.ts'
import { excerptsOf, fitsOf } from './found-texts.ts'
import { allHits, bestHits, type Hit, type Hits } from './hit-queries.ts'

export interface Compared {
  hits: Hit[]
  excerpts: Map<number, Excerpt>
  /** The newest of all matching tickets. */
  newest: number
  /** How many documents were ranked. */
  count: number
}

/** Returns the next `count` tickets, best match first. */
type Compare = (ctx: Context, actor: Actor, hits: Hits, count: number, after?: readonly number[]) => Promise<Compared>

/** By the engine's rank, for staff, who may see every text that it depends on. */
export const compareAll: Compare = async (ctx, actor, hits, count, after) => {
  const best = bestHits(ctx, actor, hits, count, after)
  const { found, made } = await excerptsOf(ctx, actor, best, hits.terms)
  return { hits: found, excerpts: made, newest: found[0]?.newest ?? 0, count: found[0]?.compared ?? 0 }
}

/**
 * A customer's own tickets, ranked by their own texts alone: an engine's rank depends on how often words occur in the
 * whole desk, which would reveal what others write.
 */
export const compareOwn: Compare = async (ctx, actor, hits, count, after) => {
  const { found, made: fits } = await fitsOf(ctx, actor, allHits(ctx, actor, hits), hits.terms)
  const all = found
    .map(({ id }) => ({ id, score: (fits.get(id) ?? 0) + numbered(hits, id) }))
    .sort((a, b) => b.score - a.score || b.id - a.id)
  const [score = Number.POSITIVE_INFINITY, id = 0] = after ?? []
  const next = all.filter((hit) => hit.score < score || (hit.score === score && hit.id < id)).slice(0, count)
  const { made: excerpts } = await excerptsOf(
    ctx,
    actor,
    next.map((hit) => hit.id),
    hits.terms,
  )
  return { hits: next, excerpts, newest: Math.max(0, ...found.map((hit) => hit.id)), count: found.length }
}

/** Higher than any match of texts. */
const numbered = ({ numbers }: Hits, ticketId: number) => (numbers.includes(ticketId) ? 1_000_000 : 0)
