import { day } from '#lib/durations.ts'
import { retention } from '#platform/db/retention.ts'

export const accountRetention = [
  retention({ table: 'sessions', key: ['id'], column: 'expires_at', keepFor: () => 0, within: 365 * day }),
  retention({ table: 'setup_codes', key: ['code_hash'], column: 'expires_at', keepFor: () => 0, within: day }),
  retention({ table: 'passkey_challenges', key: ['challenge'], column: 'expires_at', keepFor: () => 0, within: day }),
  retention({
    table: 'account_tokens',
    key: ['token_hash'],
    column: 'expires_at',
    keepFor: (config) => config.retention.links,
    within: day,
  }),
  // As long as a browser is remembered.
  retention({
    table: 'known_addresses',
    key: ['account_id', 'address_key'],
    column: 'last_seen_at',
    keepFor: () => 180 * day,
  }),
  retention({ table: 'failed_logins', key: ['id'], column: 'at', keepFor: (config) => config.retention.failedLogins }),
  retention({
    table: 'refused_attempts',
    key: ['hour', 'address', 'kind'],
    column: 'hour',
    keepFor: (config) => config.retention.failedLogins,
  }),
]
