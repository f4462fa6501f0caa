import type { Database } from '#platform/db/client.ts'

/** The ids of somebody's unread notifications, for whoever counts them among other things. */
export const unreadOf = (db: Database, account_id: number) =>
  db.selectFrom('notifications').select('id').where('account_id', '=', account_id).where('read_at', 'is', null)
