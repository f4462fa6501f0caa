import type { Generated } from 'kysely'

export interface NotificationsTable {
  id: Generated<number>
  account_id: number
  kind: string
  /** What happened, by its registered name; null for most of what was stored before version 0.3. */
  action: string | null
  /** What it is about, such as `ticket`. */
  subject_type: string
  subject_id: number
  message_id: number | null
  /** Which part of the subject it is about, where that is no message of a ticket. */
  part_id: Generated<number | null>
  /** Who caused it; null for the clock. */
  actor_id: number | null
  created_at: number
  read_at: number | null
  /** When a mail is to go out about it; while one is being sent, when it would be sent again. Null where none is. */
  mail_due_at: Generated<number | null>
  mailed_at: Generated<number | null>
}

export interface SentMailsTable {
  message_id: string
  account_id: number | null
  /** Null where it is about nothing that can be answered. */
  subject_type: string | null
  subject_id: number | null
  sent_at: number
}

export interface NotificationChoicesTable {
  account_id: number
  kind: string
  by_email: number
}
