import type { Generated } from 'kysely'

export interface NotificationsTable {
  id: Generated<number>
  account_id: number
  kind: string
  /** The registered name of the action; null for most rows from before version 0.3. */
  action: string | null
  /** The type of its subject, such as `ticket`. */
  subject_type: string
  subject_id: number
  message_id: number | null
  /** Which part of the subject it is about, unless that is a message of a ticket. */
  part_id: Generated<number | null>
  /** The account that caused it; null for scheduled work. */
  actor_id: number | null
  created_at: number
  read_at: number | null
  /** When it is to be mailed; while a mail is being sent, when to retry. Null if no mail is due. */
  mail_due_at: Generated<number | null>
  mailed_at: Generated<number | null>
}

export interface SentMailsTable {
  message_id: string
  account_id: number | null
  /** Null if the mail cannot be answered. */
  subject_type: string | null
  subject_id: number | null
  sent_at: number
}

export interface NotificationChoicesTable {
  account_id: number
  kind: string
  by_email: number
}
