import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { valuesOf } from './changes.ts'
import type { EntryRow } from './entry-queries.ts'
import { entryActor } from './models.ts'

const values = z.record(z.string(), z.unknown()).nullable()

const historyEntry = {
  id: z.int(),
  at: z.iso.datetime(),
  actor: personJson.nullable().meta({ description: 'Null if nobody did it by hand.' }),
  action: z.string(),
  entity: z.string(),
  entity_id: z.int().nullable(),
  before: values,
  after: values,
}

export const historyEntryJson = z.object(historyEntry).meta({ id: 'HistoryEntry' })

export const auditEntryJson = z
  .object({ ...historyEntry, address: z.string().nullable(), hash: z.string() })
  .meta({ id: 'AuditEntry', description: 'Its hash covers what it says and the hash of the entry before.' })

export const auditListJson = z.object({ entries: z.array(auditEntryJson), next_cursor: z.string().nullable() })
export const historyJson = z.object({ entries: z.array(historyEntryJson), next_cursor: z.string().nullable() })

export const showHistoryEntry = (entry: EntryRow): z.input<typeof historyEntryJson> => ({
  id: entry.id,
  at: isoTime(entry.at),
  actor: entryActor(entry),
  action: entry.action,
  entity: entry.entity,
  entity_id: entry.entity_id,
  ...valuesOf(entry),
})

export const showEntry = (entry: EntryRow): z.input<typeof auditEntryJson> => ({
  ...showHistoryEntry(entry),
  address: entry.address,
  hash: entry.hash,
})
