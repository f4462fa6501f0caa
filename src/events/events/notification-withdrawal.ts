import type { Context } from '#context'
import { accountTopic, publish } from '#platform/live/publish.ts'
import { deleteConfirmation, deleteUnseenBy, deleteUnseenOf } from './notification-queries.ts'
import type { EventRow } from './queries.ts'

/**
 * Takes back what somebody was told about an event that they may not see any more: the bell counts only what may be seen.
 * In the transaction by which they lose the sight of it.
 *
 * @param of who may have lost it; anybody, where that is left out
 */
export async function withdrawUnseen(
  ctx: Context,
  event: Pick<EventRow, 'id' | 'visibility'>,
  of?: number[],
): Promise<void> {
  if (event.visibility === 'public') return
  publish(ctx, ...(await deleteUnseenOf(ctx, event.id, of)).map(accountTopic))
}

/** The same for one person, about every event they no longer take part in. */
export async function withdrawUnseenBy(ctx: Context, accountId: number): Promise<void> {
  await deleteUnseenBy(ctx, accountId)
  publish(ctx, accountTopic(accountId))
}

/** The same for somebody who is no longer staff, and saw every event. */
export const withdrawAllUnseen = (ctx: Context, { account_id }: { account_id: number }): Promise<void> =>
  deleteUnseenBy(ctx, account_id)

/** Takes back that places are booked, which is no longer so; where a mail was to say it, none does. */
export async function withdrawConfirmation(ctx: Context, accountId: number, bookingId: number): Promise<void> {
  if (await deleteConfirmation(ctx, accountId, bookingId)) publish(ctx, accountTopic(accountId))
}
