import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

/** Codes are good for seconds; why an older one is refused is asked on the same evening. */
export const showingRetention = retention({
  table: 'pass_showings',
  key: ['id'],
  column: 'shown_at',
  keepFor: () => day,
})
