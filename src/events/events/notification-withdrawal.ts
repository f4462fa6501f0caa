import type { Context } from '#context'
import { accountTopic, publish } from '#platform/live/publish.ts'
import { deleteConfirmation, deleteUnseenBy, deleteUnseenOf } from './notification-queries.ts'
import type { EventRow } from './queries.ts'

/**
 * Deletes unread notifications about an event that somebody may no longer see, so that the unread count is right. In
 * the transaction in which they lose the right.
 *
 * @param of people who may have lost it; anybody if left out
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

/** The same for somebody who is no longer on staff, and saw every event before. */
export const withdrawAllUnseen = (ctx: Context, { account_id }: { account_id: number }): Promise<void> =>
  deleteUnseenBy(ctx, account_id)

/** Deletes the confirmation of a booking that no longer exists; a pending mail about it is not sent. */
export async function withdrawConfirmation(ctx: Context, accountId: number, bookingId: number): Promise<void> {
  if (await deleteConfirmation(ctx, accountId, bookingId)) publish(ctx, accountTopic(accountId))
}
