import { retention } from '#platform/db/retention.ts'

const day = 24 * 3_600_000

export const draftRetention = retention({
  table: 'drafts',
  key: ['account_id', 'place'],
  column: 'expires_at',
  keepFor: () => 0,
  within: 31 * day,
})
