import { sql } from 'kysely'
import type { Database } from '#platform/db/client.ts'

/**
 * The ids of an account's unread notifications, for queries that count them among other things.
 *
 * @param hidden names of kinds that are not shown
 */
export function unreadOf(db: Database, account_id: number, hidden: readonly string[]) {
  const unread = db
    .selectFrom('notifications')
    .select('id')
    .where('account_id', '=', account_id)
    .where('read_at', 'is', null)
  return hidden.length === 0 ? unread : unread.where('kind', 'not in', namesIn(hidden))
}

/** Literals, so that the statement's text is the same for everybody. */
export const namesIn = (kinds: readonly string[]) => kinds.map((name) => sql.lit(name))
