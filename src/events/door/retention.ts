import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

/** Events begin within five years, and last for at most a month. */
export const doorRetention = retention({
  table: 'doors',
  key: ['id'],
  column: 'expires_at',
  keepFor: () => 0,
  within: 6 * 366 * day,
})
