import { retention } from '#platform/db/retention.ts'

export const mailRetention = [
  retention({
    table: 'caught_mails',
    key: ['id'],
    column: 'caught_at',
    keepFor: (config) => config.retention.caughtMails,
    most: 10_000,
  }),
]
