import type { Context } from '#context'
import { type AuditEntry, appendEntries } from '#platform/audit/append.ts'

/** Appends an entry of any action at the present time. */
export const addEntry = (ctx: Context, entry: Omit<AuditEntry, 'at'>) =>
  appendEntries(ctx, [{ ...entry, at: ctx.clock.now() }])
