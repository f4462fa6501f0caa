import type { Context } from '#context'

/** For reads that can take long: statements by this context hold up nobody else, and see what has been committed. */
export const forHeavyReads = (ctx: Context, actor: { id: number }): Context => ({
  ...ctx,
  db: ctx.heavyReads.databaseFor(actor.id),
})
