import type { Context } from '#context'
import { isoTimeIn } from '#lib/calendar.ts'
import { csvLine } from '#lib/csv.ts'
import { valuesOf } from './changes.ts'
import type { EntryRow } from './entry-queries.ts'
import { readWholeLog } from './log.ts'
import type { AuditQuery } from './schemas.ts'

const heading = ['id', 'at', 'actor_id', 'actor', 'address', 'action', 'entity', 'entity_id', 'before', 'after', 'hash']

/** The log as a CSV file, newest first, one batch of entries at a time. */
export async function* auditCsv(ctx: Context, query: AuditQuery): AsyncGenerator<string> {
  const { timeZone } = ctx.config
  let before = csvLine(heading)
  for await (const entries of readWholeLog(ctx, query)) {
    yield before + entries.map((entry) => line(timeZone, entry)).join('')
    before = ''
  }
  if (before) yield before
}

function line(timeZone: string, entry: EntryRow): string {
  const { id, at, actor_id, display_name, address, action, entity, entity_id, hash } = entry
  const { before, after } = valuesOf(entry)
  const text = (values: object | null) => values && JSON.stringify(values)
  return csvLine([
    id,
    isoTimeIn(timeZone, at),
    actor_id,
    display_name,
    address,
    action,
    entity,
    entity_id,
    text(before),
    text(after),
    hash,
  ])
}
