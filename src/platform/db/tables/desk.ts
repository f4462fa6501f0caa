import type { Generated } from 'kysely'

export interface IdempotencyKeysTable {
  account_id: number
  key: string
  request_hash: string
  answer: string
  created_at: number
}

/** Text that an account has typed into a form and not yet sent. */
export interface DraftsTable {
  account_id: number
  place: string
  /** As JSON. */
  fields: string
  saved_at: number
  expires_at: number
  /** 1 for a form that was submitted after its session had ended. */
  from_ended_session: number
}

export interface AuditEntriesTable {
  /** Consecutive, without gaps. */
  id: number
  at: number
  actor_id: number | null
  address: string | null
  action: string
  entity: string
  entity_id: number | null
  before: string | null
  after: string | null
  /** SHA-256 over this entry and the previous hash. */
  hash: string
}

export interface AuditHeadTable {
  only: number
  entry_id: number
  hash: string
}

export type JobStatus = 'queued' | 'processing' | 'succeeded' | 'dead'

export interface JobsTable {
  id: Generated<number>
  kind: string
  payload: string
  dedupe_key: string | null
  status: JobStatus
  attempts: number
  run_at: number
  leased_until: number | null
  /** Identifies the lease; unchanged when the lease is renewed. */
  leased_by: string | null
  priority: Generated<number>
  last_error: string | null
  created_at: number
  finished_at: number | null
}

export interface SchedulesTable {
  name: string
  every: number
  next_at: number
}

export interface CapturedMailsTable {
  id: Generated<number>
  recipient: string
  subject: string
  text: string
  html: string
  captured_at: number
}

export interface RateLimitsTable {
  bucket: string
  used: number
  ends_at: number
}

export interface StorageProbeTable {
  only: number
  mark: string
  written_at: number
}

export interface SettingsTable {
  name: string
  value: string
  changed_at: number
}

/** A file that an admin has uploaded in place of the product's own. */
export interface SiteFilesTable {
  name: 'logo'
  /** Its media type. */
  type: string
  /** In base64. */
  content: string
  changed_at: number
}

/** What this installation knows about itself, one row for each fact. */
export interface InstallationTable {
  /** `first_steps_hidden`: an admin has hidden the list of first steps. */
  name: 'pepper' | 'secret_key' | 'last_backup' | 'first_steps_hidden'
  value: string
  recorded_at: number
}
