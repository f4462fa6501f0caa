import type { Context } from '../context.ts'
import type { NotificationKind } from '../db/schema.ts'
import { whenCommitted } from '../db/transaction.ts'
import { enqueue } from '../jobs/jobs.ts'
import { insertNotifications } from './queries.ts'

export interface News {
  kind: NotificationKind
  ticket_id: number
  message_id?: number
  /** Who caused it and need not be told; null for the clock. */
  actor_id: number | null
  to: (number | null | undefined)[]
}

/**
 * Tells people that something happened, in the transaction of what happened; mails follow as each has chosen.
 * Whoever calls this also announces the ticket, which is what pages with tickets on them listen to.
 */
export async function notify(ctx: Context, { kind, ticket_id, message_id, actor_id, to }: News): Promise<void> {
  const accounts = new Set(to.filter((id): id is number => typeof id === 'number' && id !== actor_id))
  if (accounts.size === 0) return
  const news = { kind, ticket_id, message_id: message_id ?? null, actor_id, created_at: ctx.clock.now() }
  const ids = await insertNotifications(
    ctx,
    [...accounts].map((account_id) => ({ ...news, account_id })),
  )
  if (ctx.mailer.available) await enqueue(ctx, 'notification_mails', { ids })
  whenCommitted(ctx, () => ctx.live.send({ news_for: [...accounts], ticket_id }))
}
