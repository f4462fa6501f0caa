import type { Context } from '../context.ts'

/**
 * Runs `work` in one transaction, or in the running one when `ctx` is in one already. Inside, `ctx`
 * must be shadowed: with SQLite the outer `db` waits for ever. Signals wait for the commit.
 */
export async function withTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.afterCommit) return work(ctx)
  const afterCommit: (() => void)[] = []
  const result = await ctx.db.transaction().execute((db) => work({ ...ctx, db, afterCommit }))
  for (const act of afterCommit) act()
  return result
}

/** Runs `act` once the running transaction has been committed; at once when there is none. */
export function whenCommitted(ctx: Context, act: () => void): void {
  if (ctx.afterCommit) ctx.afterCommit.push(act)
  else act()
}
