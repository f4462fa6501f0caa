import type { Generated } from 'kysely'

export type NotificationKind = 'assigned' | 'unassigned' | 'status' | 'message' | 'mention' | 'escalated'

export interface NotificationsTable {
  id: Generated<number>
  account_id: number
  kind: NotificationKind
  ticket_id: number | null
  message_id: number | null
  /** Who caused it; null for the clock. */
  actor_id: number | null
  created_at: number
  read_at: number | null
}

export interface NotificationChoicesTable {
  account_id: number
  kind: NotificationKind
  by_email: number
}
