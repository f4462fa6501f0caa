import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

/** A settled report goes after a year, and with it the right of staff to read the conversation. */
export const reportRetention = retention({
  table: 'conversation_reports',
  key: ['id'],
  column: 'settled_at',
  keepFor: () => 365 * day,
})
