import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'
import { lifetimes } from './schemas.ts'

/** Kept for a while, so that a program that still uses it is told why, and the owner sees it in the list. */
export const tokenRetention = retention({
  table: 'api_tokens',
  key: ['id'],
  column: 'expires_at',
  keepFor: () => 30 * day,
  within: Math.max(...lifetimes) * day,
})
