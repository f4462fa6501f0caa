import { type Insertable, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { inPortions } from '#platform/db/portions.ts'
import type { FilesTable } from '#platform/db/tables/files.ts'
import type { PictureOwner } from './owners.ts'

export async function insertFile(ctx: Context, row: Insertable<FilesTable>): Promise<void> {
  await ctx.db.insertInto('files').values(row).execute()
}

export async function deleteFile(ctx: Context, id: string): Promise<void> {
  await ctx.db.deleteFrom('files').where('id', '=', id).execute()
}

export const findFile = (ctx: Context, id: string) =>
  ctx.db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst()

/** The ids of the newest pictures. */
export async function listPictures(db: Database, most: number): Promise<string[]> {
  const rows = await db.selectFrom('files').select('id').orderBy('created_at', 'desc').limit(most).execute()
  return rows.map(({ id }) => id)
}

/** Which of these ids exist. */
export async function listKnown(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.db.selectFrom('files').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map(({ id }) => id))
}

/** The pictures of a kind, oldest first. */
export const allFiles = (ctx: Context, kind: PictureOwner['kind']) =>
  inPortions(500, { created_at: 0, id: '' }, (size, after) =>
    ctx.db
      .selectFrom('files')
      .select(['created_at', 'id'])
      .where('kind', '=', kind)
      .where(sql<SqlBool>`(created_at, id) > (${after.created_at}, ${after.id})`)
      .orderBy('created_at')
      .orderBy('id')
      .limit(size)
      .execute(),
  )

const isUnused = ({ usedIn }: PictureOwner) =>
  sql<SqlBool>`not exists (select 1 from ${sql.table(usedIn.table)}
    where ${sql.ref(`${usedIn.table}.${usedIn.column}`)} = files.id)`

/** Which of these ids no row references. */
export async function listUnused(ctx: Context, owner: PictureOwner, ids: string[]): Promise<string[]> {
  const rows = await ctx.db.selectFrom('files').select('id').where('id', 'in', ids).where(isUnused(owner)).execute()
  return rows.map(({ id }) => id)
}

/** Deletes those of these pictures that no row references. @returns their ids */
export async function deleteUnused(ctx: Context, owner: PictureOwner, ids: string[]): Promise<string[]> {
  const rows = await ctx.db.deleteFrom('files').where('id', 'in', ids).where(isUnused(owner)).returning('id').execute()
  return rows.map(({ id }) => id)
}
