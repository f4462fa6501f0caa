import type { Insertable, Selectable } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'

export type KeyRow = Selectable<Schema['pass_keys']>

export const listKeys = ({ db }: Pick<Context, 'db'>): Promise<KeyRow[]> =>
  db.selectFrom('pass_keys').selectAll().orderBy('id').execute()

/** @returns false where another process has made a key of this id */
export async function insertKey(ctx: Context, key: Insertable<Schema['pass_keys']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await ctx.db
    .insertInto('pass_keys')
    .values(key)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows > 0n
}

export async function retireKeysBefore(ctx: Context, id: number, retired_at: number): Promise<void> {
  await ctx.db
    .updateTable('pass_keys')
    .set({ retired_at })
    .where('id', '<', id)
    .where('retired_at', 'is', null)
    .execute()
}
