import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

/** Codes are valid for seconds; the reason for refusing an older one is only needed on the same evening. */
export const showingRetention = retention({
  table: 'pass_showings',
  key: ['id'],
  column: 'shown_at',
  keepFor: () => day,
})
