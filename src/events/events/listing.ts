import type { Context } from '#context'
import { unauthenticated } from '#errors'
import { startOfDay } from '#lib/calendar.ts'
import { partsIn } from '#lib/searched-words.ts'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import { type EventFilters, type ListedEvent, listEvents } from './list-queries.ts'
import type { Viewer } from './visibility.ts'

export interface ListInput {
  q?: string | undefined
  /** Days such as 2026-11-21; both included. */
  from?: string | undefined
  to?: string | undefined
  past?: 'yes' | undefined
  hosted?: 'me' | undefined
  host_id?: number
  cursor?: Cursor | undefined
}

const mostWords = 10

export function filtersOf(
  ctx: Context,
  viewer: Viewer,
  { q, from, to, past, hosted, host_id }: ListInput,
): EventFilters {
  const { timeZone } = ctx.config
  if (hosted && !viewer) throw unauthenticated()
  return {
    words: partsIn(q ?? '').slice(0, mostWords),
    from: from && startOfDay(timeZone, from),
    before: to && startOfDay(timeZone, to, 1),
    past: past === 'yes',
    host_id: hosted ? viewer?.id : host_id,
  } as EventFilters
}

export async function listPage(ctx: Context, viewer: Viewer, input: ListInput, limit: number) {
  refuseForeignCursor(input.cursor)
  const filters = filtersOf(ctx, viewer, input)
  // A search of punctuation only finds nothing.
  if (input.q?.trim() && filters.words?.length === 0) return { rows: [], next: null }
  const rows = await listEvents(ctx, viewer, filters, { limit: limit + 1, cursor: input.cursor })
  return pageOf(rows, limit, ({ starts_at, id }: ListedEvent) => [starts_at, id])
}
