import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

/** A settled report is deleted after a year, and staff then can no longer read the conversation. */
export const reportRetention = retention({
  table: 'conversation_reports',
  key: ['id'],
  column: 'settled_at',
  keepFor: () => 365 * day,
})
