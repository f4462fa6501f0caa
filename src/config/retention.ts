import { day, hour } from '#lib/durations.ts'

type Given = Record<
  | 'NOTIFICATION_RETENTION_DAYS'
  | 'FAILED_LOGIN_RETENTION_DAYS'
  | 'LINK_RETENTION_DAYS'
  | 'JOB_RETENTION_DAYS'
  | 'DEAD_JOB_RETENTION_DAYS'
  | 'CAPTURED_MAIL_RETENTION_DAYS'
  | 'IDEMPOTENCY_RETENTION_HOURS',
  number
>

/** How long data that would only grow is kept, in milliseconds. */
export const retention = (given: Given) =>
  Object.freeze({
    notifications: given.NOTIFICATION_RETENTION_DAYS * day,
    failedLogins: given.FAILED_LOGIN_RETENTION_DAYS * day,
    links: given.LINK_RETENTION_DAYS * day,
    jobs: given.JOB_RETENTION_DAYS * day,
    deadJobs: given.DEAD_JOB_RETENTION_DAYS * day,
    capturedMails: given.CAPTURED_MAIL_RETENTION_DAYS * day,
    idempotencyKeys: given.IDEMPOTENCY_RETENTION_HOURS * hour,
  })
