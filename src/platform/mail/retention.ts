import { retention } from '#platform/db/retention.ts'

export const mailRetention = [
  // As long as the notifications that they are about.
  retention({
    table: 'sent_mails',
    key: ['message_id'],
    column: 'sent_at',
    keepFor: (config) => config.retention.notifications,
  }),
  retention({
    table: 'captured_mails',
    key: ['id'],
    column: 'captured_at',
    keepFor: (config) => config.retention.capturedMails,
    most: 10_000,
  }),
]
