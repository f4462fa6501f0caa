import { type Insertable, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce, insertedOnce } from '#platform/db/compiled-once.ts'
import { idsOf, lockingInOrder } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import type { SystemLine } from '../action.ts'

/** @returns their ids, in the order of the lines */
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
  // Several lines at once are written only when somebody leaves the desk.
  const [only, ...others] = lines
  if (only && others.length === 0) await markNotificationsRead(ctx, only, sent_at)
  return inOrder
}

/** The actor has seen what they did. */
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

/** Whoever acts on a ticket has seen what its notifications are about. */
async function markNotificationsRead(ctx: Context, { author_id, ticket_id }: SystemLine, read_at: number) {
  const unread = ctx.db
    .selectFrom('notifications')
    .select('id')
    .where('account_id', '=', author_id)
    .where('subject_type', '=', 'ticket')
    .where('subject_id', '=', ticket_id)
    .where('read_at', 'is', null)
    .$call(lockingInOrder(ctx.db, 'notifications'))
  if (await hasChanged(ctx.db.updateTable('notifications').set({ read_at }).where('id', 'in', unread)))
    publish(ctx, accountTopic(author_id))
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

type NewNotification = Omit<Insertable<Schema['notifications']>, 'account_id'>

/** PostgreSQL cannot infer the type of a parameter that is only selected. */
const columnTypes = {
  ...{ kind: 'text', action: 'text', subject_type: 'text', subject_id: 'integer', created_at: 'bigint' },
  ...{ message_id: 'integer', part_id: 'integer', actor_id: 'integer' },
} as const
const notificationColumns = Object.keys(columnTypes) as (keyof typeof columnTypes)[]

const insertedForMany = compiledOnce((db, values: Record<string, string | number>, { nulls }: { nulls: string[] }) => {
  const cells = notificationColumns.map((column) => {
    const value = nulls.includes(column) ? sql.lit(null) : values[column]
    return sql`cast(${value} as ${sql.raw(columnTypes[column])})`
  })
  const rows = sql`select ${sql.join(cells)}, id from (${idsOf(db, values.to as string)}) as people`
  return db
    .insertInto('notifications')
    .columns([...notificationColumns, 'account_id'])
    .expression(rows)
    .returning('id')
})

/** For many people at once: `values` would make a different statement for each number of rows. */
export async function insertForAll(ctx: Context, notification: NewNotification, to: number[]): Promise<number[]> {
  const cells = notificationColumns.map((column) => [column, notification[column] ?? null] as const)
  const nulls = cells.filter(([, value]) => value === null).map(([column]) => column)
  const values = Object.fromEntries(cells.filter(([, value]) => value !== null)) as Record<string, string | number>
  const rows = await insertedForMany(ctx.db, { ...values, to: JSON.stringify(to) }, { nulls })
  return rows.map(({ id }) => id)
}
