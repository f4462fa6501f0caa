import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

/** The address of somebody without an account is deleted a month after the event; an account's invitation with the account. */
export const invitationRetention = retention({
  table: 'event_invitations',
  key: ['id'],
  column: 'event_ends_at',
  keepFor: () => 30 * day,
  // Events begin within five years, and last for at most a month.
  within: 6 * 366 * day,
})
