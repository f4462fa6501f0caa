import type { Context } from '#context'
import type { NotificationKind } from '#platform/db/schema.ts'
import { whenCommitted } from '#platform/db/transaction.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { insertNotifications } from './queries.ts'

export interface AddressedNotice {
  kind: NotificationKind
  ticket_id: number
  message_id: number | null
  /** Who caused it; null for the clock. */
  actor_id: number | null
  to: number[]
}

/** Stores notifications in the transaction of what happened; mails follow as each person has chosen. */
export async function notifyAll(ctx: Context, notices: AddressedNotice[], created_at = ctx.clock.now()): Promise<void> {
  const rows = notices.flatMap(({ to, ...notice }) => to.map((account_id) => ({ ...notice, account_id, created_at })))
  if (rows.length === 0) return
  const ids = await insertNotifications(ctx, rows)
  if (ctx.mailer.available) await enqueue(ctx, 'notification_mails', { ids })
  whenCommitted(ctx, () => {
    for (const { to, ticket_id } of notices) if (to.length > 0) ctx.live.send({ news_for: to, ticket_id })
  })
}
