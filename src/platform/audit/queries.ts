import type { Context } from '#context'
import { lockingRows } from '#platform/db/dialect.ts'
import type { ChainedEntry } from './chain.ts'

/** The newest entry; nobody else can write the log until the transaction ends. */
export const lockHead = (ctx: Context) =>
  ctx.db
    .selectFrom('audit_head')
    .select(['entry_id', 'hash'])
    .where('only', '=', 1)
    .$call(lockingRows(ctx.db))
    .executeTakeFirstOrThrow()

export const moveHead = (ctx: Context, entry_id: number, hash: string) =>
  ctx.db.updateTable('audit_head').set({ entry_id, hash }).where('only', '=', 1).execute()

export const insertAuditEntries = (ctx: Context, entries: ChainedEntry[]) =>
  ctx.db.insertInto('audit_entries').values(entries).execute()
