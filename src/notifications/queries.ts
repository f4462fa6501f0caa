import type { Insertable } from 'kysely'
import type { Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'

export async function insertNotifications(
  ctx: Context,
  news: Insertable<Schema['notifications']>[],
): Promise<number[]> {
  const rows = await ctx.db.insertInto('notifications').values(news).returning('id').execute()
  return rows.map(({ id }) => id)
}
