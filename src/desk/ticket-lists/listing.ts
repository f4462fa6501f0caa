import type { Context } from '#context'
import { newestMissing } from '#desk/tickets/search-backlog.ts'
import { visibleConditions } from '#desk/tickets/visibility.ts'
import { largestId } from '#lib/largest-id.ts'
import type { Term } from '#lib/searched-words.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type Cursor, foreignCursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { consumeInMemory } from '#platform/limits/memory-limit.ts'
import { compareAll, compareOwn } from './comparison.ts'
import type { Excerpt } from './excerpts.ts'
import { withExplicitIds } from './explicit-ids.ts'
import { conditionsOnHits } from './filter-condition-queries.ts'
import { mayWalkFar } from './filter-probe-queries.ts'
import { listByIds, listFiltered, ticketsWhere } from './filter-queries.ts'
import { type Filter, filterOf, orderOf } from './filters.ts'
import { excerptsOf } from './found-texts.ts'
import { type Hits, isHit } from './hit-queries.ts'
import { searches } from './limits.ts'
import { type ListedTicket, listInOrder, type Page } from './queue-lists.ts'
import type { Filters } from './schemas.ts'
import { keysOf } from './term-keys.ts'

export interface FoundTicket extends ListedTicket {
  /** The passage with the words of the search; null without a search. */
  excerpt: Excerpt | null
}

export interface Found {
  filter: Filter
  rows: FoundTicket[]
  next: string | null
  /** Whether more tickets match than were ranked: only the newest of them were. */
  capped: boolean
}

/** One page of the tickets that match a query. */
export async function findTickets(
  outer: Context,
  actor: Actor,
  filters: Filters,
  limit: number,
  after?: Cursor,
): Promise<Found> {
  const filter = filterOf(outer, actor, await withExplicitIds(outer, actor, filters))
  const { terms } = filter
  if (terms?.length === 0) return { filter, rows: [], next: null, capped: false }
  if (terms) consumeInMemory(outer, searches, actor.id)
  const page = { count: limit + 1, after }
  const ctx = terms || (await mayWalkFar(outer, actor, filter, page)) ? forHeavyReads(outer, actor) : outer
  if (terms && filter.sort === 'best') return findBest(outer, ctx, actor, { ...filter, terms }, limit, after)
  const list = terms
    ? await listHits(outer, ctx, actor, { ...filter, terms }, page)
    : await listFiltered(ctx, actor, filter, page)
  const { rows, next } = pageOf(list, limit, ({ position }) => position)
  return { filter, rows: await withExcerpts(ctx, actor, rows, terms), next, capped: false }
}

type Search = Filter & { terms: Term[] }

/** Documents that are ranked; in another order, that are found. */
const mostCompared = { staff: 2000, customer: 200 }
const mostListed = 10_000

/** @param ctx of the request itself: these reads are bounded */
async function hitsFor(ctx: Context, actor: Actor, filter: Search, most: number): Promise<Hits> {
  const until = await newestMissing(ctx)
  return {
    filter,
    ...(await keysOf(ctx, actor, filter.terms)),
    former: until > 0 ? { typed: filter.typed, until } : null,
    conditions: conditionsOnHits(actor, filter),
    most,
  }
}

/** @param ctx for slow reads; tickets whose ids are known are read like any other page */
async function findBest(
  outer: Context,
  ctx: Context,
  actor: Actor,
  filter: Search,
  limit: number,
  after?: Cursor,
): Promise<Found> {
  refuseForeignCursor(after, 3)
  const most = mostCompared[actor.is_staff ? 'staff' : 'customer']
  const [until, ...afterCursor] = after ?? []
  if (until !== undefined && (until < 0 || until > largestId)) throw foreignCursor()
  const hits = { ...(await hitsFor(outer, actor, filter, most)), until }
  const compare = actor.is_staff ? compareAll : compareOwn
  const compared = await compare(ctx, actor, hits, limit + 1, after && afterCursor)
  const newest = until ?? compared.newest
  const { rows: best, next } = pageOf(compared.hits, limit, (hit) => [newest, hit.score, hit.id])
  const ids = best.map(({ id }) => id)
  const rows = await listByIds(outer, actor, ids)
  const inOrder = ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
  return {
    filter,
    rows: inOrder.map((row) => ({ ...row, excerpt: compared.excerpts.get(row.id) ?? null })),
    next,
    capped: compared.count >= most,
  }
}

/** The matches in another order than by rank. */
async function listHits(outer: Context, ctx: Context, actor: Actor, filter: Search, page: Page) {
  const hits = await hitsFor(outer, actor, filter, mostListed)
  const tickets = ticketsWhere(ctx.db, [isHit(ctx, actor, hits), ...visibleConditions(actor)])
  return listInOrder(ctx, actor, tickets, orderOf(filter), page)
}

async function withExcerpts(
  ctx: Context,
  actor: Actor,
  rows: ListedTicket[],
  terms: Term[] | null,
): Promise<FoundTicket[]> {
  if (!terms) return rows.map((row) => Object.assign(row, { excerpt: null }))
  const { made } = await excerptsOf(
    ctx,
    actor,
    rows.map(({ id }) => id),
    terms,
  )
  return rows.map((row) => Object.assign(row, { excerpt: made.get(row.id) ?? null }))
}
