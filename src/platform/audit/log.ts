import type { Context } from '#context'
import { malformedField } from '#errors'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import { findAccountFor } from '#platform/identity/references.ts'
import { type EntryFilter, type EntryRow, listActions, listEntries, listEntriesOfTicket } from './entry-queries.ts'
import type { AuditQuery } from './schemas.ts'
import { timeRangeOf } from './time-range.ts'

/**
 * The filter for a query; null if it names an account that does not exist.
 *
 * @throws malformed for an action that neither this version nor the log knows
 */
export async function filterOf(ctx: Context, query: AuditQuery): Promise<EntryFilter | null> {
  const { who, action, entity, entity_id, from, to } = query
  if (action && !ctx.features.actions.textOf(action) && !(await listActions(ctx)).includes(action))
    throw malformedField('action', 'There is no such action.')
  const { timeZone } = ctx.config
  const filter = {
    action,
    entity,
    entity_id,
    from: from && timeRangeOf(timeZone, from)?.start,
    until: to && timeRangeOf(timeZone, to)?.end,
  } as EntryFilter
  if (!who) return filter
  if (who.toLowerCase() === 'system') return { ...filter, actor_id: null }
  const account = await findAccountFor(ctx, who)
  return account ? { ...filter, actor_id: account.id } : null
}

const cursorOf = ({ at, id }: EntryRow): Cursor => [at, id]

/** One page of the log, newest first. */
export async function readLog(ctx: Context, query: AuditQuery, limit: number, cursor?: Cursor) {
  refuseForeignCursor(cursor)
  const filter = await filterOf(ctx, query)
  if (!filter) return { known: false, rows: [], next: null }
  return { known: true, ...pageOf(await listEntries(ctx, filter, limit + 1, cursor), limit, cursorOf) }
}

/** The entries about a ticket and its messages, newest first. */
export async function readEntriesOfTicket(ctx: Context, ticketId: number, limit: number, cursor?: Cursor) {
  refuseForeignCursor(cursor)
  return pageOf(await listEntriesOfTicket(ctx, ticketId, limit + 1, cursor?.[1]), limit, cursorOf)
}

const batch = 1000

/** The whole log, a batch at a time. */
export async function* readWholeLog(ctx: Context, query: AuditQuery): AsyncGenerator<EntryRow[]> {
  const filter = await filterOf(ctx, query)
  let rows = filter ? await listEntries(ctx, filter, batch) : []
  while (filter && rows.length > 0) {
    yield rows
    const last = rows.at(-1)
    rows = last && rows.length === batch ? await listEntries(ctx, filter, batch, cursorOf(last)) : []
  }
}
