import type { Context } from '#context'

/** For slow reads: statements through this context block no other requests, and see only committed data. */
export const forHeavyReads = (ctx: Context, actor: { id: number }): Context => ({
  ...ctx,
  db: ctx.heavyReads.databaseFor(actor.id),
})
