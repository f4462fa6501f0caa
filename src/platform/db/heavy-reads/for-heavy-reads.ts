import type { Context } from '#context'
import { addressKey } from '#lib/ip-address.ts'

/**
 * For slow reads: statements through this context block no other requests, and see only committed data. Visitors take
 * turns by their addresses.
 */
export const forHeavyReads = (ctx: Context, actor: { id: number } | null): Context => ({
  ...ctx,
  db: ctx.heavyReads.databaseFor(actor?.id ?? addressKey(ctx.client?.address ?? '')),
})
