import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

export const limitRetention = retention({
  table: 'rate_limits',
  key: ['bucket'],
  column: 'ends_at',
  keepFor: () => 0,
  within: day,
})
