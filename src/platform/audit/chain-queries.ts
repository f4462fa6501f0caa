import type { Context } from '#context'
import type { ChainedEntry } from './chain.ts'

/** In the order in which they were chained. */
export const listChain = (ctx: Context, after: number, upTo: number, count: number): Promise<ChainedEntry[]> =>
  ctx.db
    .selectFrom('audit_entries')
    .selectAll()
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .orderBy('id')
    .limit(count)
    .execute()

export const findHead = (ctx: Context) =>
  ctx.db.selectFrom('audit_head').select(['entry_id', 'hash']).where('only', '=', 1).executeTakeFirst()

export async function findEntry(ctx: Context, id: number): Promise<ChainedEntry | undefined> {
  return ctx.db.selectFrom('audit_entries').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The first entry with an id below 1 or above the newest entry's: the program never writes such entries. */
export async function findBeyond(ctx: Context, head: number | null): Promise<number | undefined> {
  const entries = ctx.db.selectFrom('audit_entries').select('id').orderBy('id').limit(1)
  const below = await entries.where('id', '<', 1).executeTakeFirst()
  return below?.id ?? (head === null ? undefined : (await entries.where('id', '>', head).executeTakeFirst())?.id)
}

export async function newestId(ctx: Context): Promise<number> {
  const row = await ctx.db.selectFrom('audit_entries').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.id ?? 0
}
