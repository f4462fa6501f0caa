import { sql } from 'kysely'
import type { Context } from '#context'
import { compiledOnce, insertedOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { ChainedEntry } from './chain.ts'

/** The newest entry of the log. */
export interface Head {
  entry_id: number
  hash: string
}

/** Locks the log for writing until the transaction ends. */
export async function lockHead(ctx: Context): Promise<Head> {
  const [newest] = await head(ctx.db, {}, {})
  if (!newest) throw new Error('the audit log has no head')
  return newest
}

const head = compiledOnce((db) =>
  db.selectFrom('audit_head').select(['entry_id', 'hash']).where('only', '=', sql.lit(1)).$call(lockingRows(db)),
)

/** Locks like `lockHead`. @returns false, and changes nothing, if `from` is not the newest entry */
export async function moveHead(ctx: Context, from: Head, to: Head): Promise<boolean> {
  const values = { to_id: to.entry_id, to_hash: to.hash, from_id: from.entry_id, from_hash: from.hash }
  return (await movedHead(ctx.db, values, {})).length > 0
}

const movedHead = compiledOnce((db, values: { to_id: number; to_hash: string; from_id: number; from_hash: string }) =>
  db
    .updateTable('audit_head')
    .set({ entry_id: values.to_id, hash: values.to_hash })
    .where('only', '=', sql.lit(1))
    .where('entry_id', '=', values.from_id)
    .where('hash', '=', values.from_hash)
    .returning('entry_id'),
)

export const insertAuditEntries = (ctx: Context, entries: ChainedEntry[]) => inserted(ctx.db, entries)

const inserted = insertedOnce((db, entries: ChainedEntry[]) => db.insertInto('audit_entries').values(entries))
