import { type Insertable, sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
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

/** The ids of the newest. */
export async function listPictures(db: Database, most: number): Promise<string[]> {
  const rows = await db.selectFrom('files').select('id').orderBy('created_at', 'desc').limit(most).execute()
  return rows.map(({ id }) => id)
}

/** Those of these ids that there are. */
export async function listKnown(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.db.selectFrom('files').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map(({ id }) => id))
}

/** Deletes at most `most` rows of a kind from before a time that nothing names. @returns their ids */
export async function deleteUnused(
  ctx: Context,
  { kind, usedIn }: PictureOwner,
  before: number,
  most: number,
): Promise<string[]> {
  const [table, column] = [sql.table(usedIn.table), sql.ref(`${usedIn.table}.${usedIn.column}`)]
  const { rows } = await sql<{ id: string }>`
    delete from files where id in (
      select id from files where kind = ${kind} and created_at < ${before}
        and not exists (select 1 from ${table} where ${column} = files.id)
      order by created_at limit ${most}
    ) returning id`.execute(ctx.db)
  return rows.map(({ id }) => id)
}
