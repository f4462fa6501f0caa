import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Schema } from '#platform/db/schema.ts'

export type ChainedEntry = Selectable<Schema['audit_entries']>

/** SHA-256 over the previous hash and the whole entry, so that a changed or deleted entry is detected. */
export function chain(before: string, entry: Omit<ChainedEntry, 'hash'>): string {
  const { id, at, actor_id, address, action, entity, entity_id } = entry
  const said = JSON.stringify([before, id, at, actor_id, address, action, entity, entity_id, entry.before, entry.after])
  return hash('sha256', said, 'base64url')
}
