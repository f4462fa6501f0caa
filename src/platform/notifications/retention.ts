import { retention } from '#platform/db/retention.ts'

/** Unread notifications are kept twice as long as read ones. */
export const notificationRetention = [
  retention({
    table: 'notifications',
    key: ['id'],
    column: 'read_at',
    keepFor: (config) => config.retention.notifications,
  }),
  retention({
    table: 'notifications',
    key: ['id'],
    column: 'created_at',
    only: { read_at: null },
    keepFor: (config) => 2 * config.retention.notifications,
  }),
]
