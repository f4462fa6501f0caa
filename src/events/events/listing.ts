import type { Context } from '#context'
import { unauthenticated } from '#errors'
import { startOfDay } from '#lib/calendar.ts'
import { counted } from '#lib/counted.ts'
import { partsIn } from '#lib/searched-words.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
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
  // What nothing fits, or nobody may see, is only found out after all events were read.
  const isFar = filters.past || (filters.words ?? []).length > 0
  const reading = isFar ? forHeavyReads(ctx, viewer) : ctx
  const rows = await listEvents(reading, viewer, filters, { limit: limit + 1, cursor: input.cursor })
  return pageOf(rows, limit, ({ starts_at, id }: ListedEvent) => [starts_at, id])
}

/** How the page describes its list: `found` is read aloud after a search, `none` is shown in place of an empty list. */
export function resultOf({ q, from, to, past }: ListInput, count: number, hasMore: boolean) {
  const is_search = Boolean(q || from || to)
  const reversed = from && to && from > to ? 'The first day is later than the last.' : null
  const number = hasMore ? `${count} or more events.` : `${counted(count, 'event')}.`
  const planned = past ? 'There have been no events yet.' : 'No events are planned yet.'
  return {
    is_search,
    found: !is_search ? '' : count > 0 ? number : (reversed ?? 'No events.'),
    none: reversed ?? (is_search ? 'No event matches your search.' : planned),
  }
}
