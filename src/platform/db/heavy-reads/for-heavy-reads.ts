import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

/** For reads that can take long: statements by this context hold up nobody else, and see what has been committed. */
export const forHeavyReads = (ctx: Context, actor: Pick<Actor, 'id'>): Context => ({
  ...ctx,
  db: ctx.heavyReads.databaseFor(actor.id),
})
