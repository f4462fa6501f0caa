import type { Insertable } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { insertedOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import type { SystemLine } from '../action.ts'

/** @returns their ids, in the same order */
export async function insertSystemLines(
  ctx: Context,
  action: string,
  lines: SystemLine[],
  sent_at: number,
): Promise<number[]> {
  const rows = lines.map(({ subject_id = null, from_staff, ...line }) => ({
    ...line,
    action,
    subject_id,
    kind: 'system' as const,
    from_staff: from_staff ? 1 : 0,
    body: '',
    sent_at,
  }))
  const ids = await ctx.db.insertInto('messages').values(rows).returning('id').execute()
  const inOrder = ids.map(({ id }) => id).sort((a, b) => a - b)
  await markRead(ctx, lines, inOrder, sent_at)
  // Many at once are those of somebody who leaves.
  const [only, ...others] = lines
  if (only && others.length === 0) await markNotificationsRead(ctx, only, sent_at)
  return inOrder
}

/** Whoever did it has seen that it was done. */
async function markRead(ctx: Context, lines: SystemLine[], ids: number[], read_at: number): Promise<void> {
  const marks = lines.map(({ author_id, ticket_id }, n) => ({
    account_id: author_id,
    ticket_id,
    message_id: ids[n] as number,
    read_at,
  }))
  await ctx.db
    .insertInto('ticket_reads')
    .values(marks)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'ticket_id']).doUpdateSet((eb) => ({
        message_id: eb.ref('excluded.message_id'),
        read_at: eb.ref('excluded.read_at'),
      })),
    )
    .execute()
}

/** Whoever acts on a ticket has seen what the notifications about it are about. */
async function markNotificationsRead(ctx: Context, { author_id, ticket_id }: SystemLine, read_at: number) {
  const unread = ctx.db
    .updateTable('notifications')
    .set({ read_at })
    .where('account_id', '=', author_id)
    .where('subject_type', '=', 'ticket')
    .where('subject_id', '=', ticket_id)
    .where('read_at', 'is', null)
  if (await hasChanged(unread)) publish(ctx, accountTopic(author_id))
}

const insertedNotifications = insertedOnce((db, rows: Insertable<Schema['notifications']>[]) =>
  db.insertInto('notifications').values(rows).returning('id'),
)

export async function insertNotifications(
  ctx: Context,
  notifications: Insertable<Schema['notifications']>[],
): Promise<number[]> {
  const rows = await insertedNotifications(ctx.db, notifications)
  return rows.map(({ id }) => id)
}
