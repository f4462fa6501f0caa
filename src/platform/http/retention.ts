import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

export const answerRetention = retention({
  table: 'idempotency_keys',
  key: ['account_id', 'key'],
  column: 'created_at',
  keepFor: (config) => config.retention.idempotencyKeys,
  within: 2 * day,
})
