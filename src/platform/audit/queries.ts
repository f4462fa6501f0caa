import { sql } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { ChainedEntry } from './chain.ts'

/** The newest entry; nobody else can write the log until the transaction ends. */
export async function lockHead(ctx: Context): Promise<{ entry_id: number; hash: string }> {
  const [newest] = await head(ctx.db, {}, {})
  if (!newest) throw new Error('the audit log has no head')
  return newest
}

const head = compiledOnce((db) =>
  db.selectFrom('audit_head').select(['entry_id', 'hash']).where('only', '=', sql.lit(1)).$call(lockingRows(db)),
)

export const moveHead = (ctx: Context, entry_id: number, hash: string) => movedHead(ctx.db, { entry_id, hash }, {})

const movedHead = compiledOnce((db, values: { entry_id: number; hash: string }) =>
  db.updateTable('audit_head').set(values).where('only', '=', sql.lit(1)),
)

export const insertAuditEntries = (ctx: Context, entries: ChainedEntry[]) =>
  ctx.db.insertInto('audit_entries').values(entries).execute()
