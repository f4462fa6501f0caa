import { retention } from '#platform/db/retention.ts'
import { lifetime } from './lifetime.ts'

export const staffInvitationRetention = retention({
  table: 'staff_invitations',
  key: ['id'],
  column: 'expires_at',
  keepFor: (config) => config.retention.links,
  within: lifetime,
})
