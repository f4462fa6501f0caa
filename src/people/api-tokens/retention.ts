import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'
import { lifetimes } from './schemas.ts'

/** For a while a program that still uses it is told why it is refused, and the owner sees it in the list. */
export const tokenRetention = retention({
  table: 'api_tokens',
  key: ['id'],
  column: 'expires_at',
  keepFor: () => 30 * day,
  within: Math.max(...lifetimes) * day,
})
