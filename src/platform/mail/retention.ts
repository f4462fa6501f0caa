import { retention } from '#platform/db/retention.ts'

export const mailRetention = [
  retention({
    table: 'captured_mails',
    key: ['id'],
    column: 'captured_at',
    keepFor: (config) => config.retention.capturedMails,
    most: 10_000,
  }),
]
