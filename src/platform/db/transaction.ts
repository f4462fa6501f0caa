import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '#context'
import type { Closing, Flush } from './closing.ts'
import { wasGivenUp } from './dialect.ts'
import { withConnection } from './statements.ts'
import { storageFaultOf } from './storage-error.ts'

/**
 * Runs `work` in one transaction, or in the running one if `ctx` is in one already. Inside, `ctx` must be shadowed:
 * with SQLite a statement on the outer `db` would wait for ever. Signals to open pages are sent after the commit.
 *
 * `work` is run again if the engine aborted it because of another transaction (a deadlock): it must have no effects
 * outside of the database.
 */
export async function withTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.closing) return work(ownOf(ctx))
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(ctx, work)
    } catch (error) {
      if (attempt === mostAttempts || !wasGivenUp(error)) {
        const fault = storageFaultOf(error)
        if (fault) ctx.counters.add('failed_writes', fault)
        throw error
      }
      // A random delay, so that both sides of a deadlock do not meet again.
      await pause(attempt * (5 + Math.random() * 20))
    }
  }
}

/** What is counted inside the transaction is undone with it. */
const ownOf = ({ counted: _, ...ctx }: Context): Context => ctx

const mostAttempts = 4

async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const closing: Closing<Context> = { collected: new Map(), topics: new Set(), afterCommit: [] }
  const result = await ctx.db.transaction().execute((db) =>
    withConnection(db, async () => {
      const inside = { ...ctx, db, closing }
      const result = await work(inside)
      for (const [flush, items] of closing.collected) await flush(inside, items as never[])
      return result
    }),
  )
  for (const act of closing.afterCommit) act()
  if (closing.topics.size > 0) ctx.live.send([...closing.topics])
  return result
}

/** Runs `act` after the running transaction has been committed; at once if there is none. */
export function whenCommitted(ctx: Context, act: () => void): void {
  if (ctx.closing) ctx.closing.afterCommit.push(act)
  else act()
}

/** Has `flush` write these together with others of the transaction, just before the commit. */
export async function collect<T>(ctx: Context, flush: Flush<Context, T>, items: T[]): Promise<void> {
  if (!ctx.closing) return withTransaction(ctx, (ctx) => collect(ctx, flush, items))
  const collected = ctx.closing.collected.get(flush) ?? []
  collected.push(...items)
  ctx.closing.collected.set(flush, collected)
}
