import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

export const draftRetention = retention({
  table: 'drafts',
  key: ['account_id', 'place'],
  column: 'expires_at',
  keepFor: () => 0,
  within: 31 * day,
})
