import { retention } from '../db/retention.ts'

export const limitRetention = retention({
  table: 'rate_limits',
  key: ['bucket'],
  column: 'ends_at',
  keepFor: () => 0,
})

export const answerRetention = retention({
  table: 'kept_answers',
  key: ['account_id', 'key'],
  column: 'created_at',
  keepFor: (config) => config.retention.idempotencyKeys,
})
