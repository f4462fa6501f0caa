import type { Insertable, Selectable } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'

export type KeyRow = Selectable<Schema['pass_keys']>

export const listKeys = ({ db }: Pick<Context, 'db'>): Promise<KeyRow[]> =>
  db.selectFrom('pass_keys').selectAll().orderBy('id').execute()

/** @returns false if another process has created a key with this id */
export const insertKey = (ctx: Context, key: Insertable<Schema['pass_keys']>): Promise<boolean> =>
  hasChanged(
    ctx.db
      .insertInto('pass_keys')
      .values(key)
      .onConflict((conflict) => conflict.column('id').doNothing()),
  )

export async function retireKeysBefore(ctx: Context, id: number, retired_at: number): Promise<void> {
  await ctx.db
    .updateTable('pass_keys')
    .set({ retired_at })
    .where('id', '<', id)
    .where('retired_at', 'is', null)
    .execute()
}
