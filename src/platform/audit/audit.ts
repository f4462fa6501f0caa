import type { Context } from '#context'
import { collect } from '#platform/db/transaction.ts'
import { type ChainedEntry, chain } from './chain.ts'
import { insertAuditEntries, lockHead, moveHead } from './queries.ts'

export interface AuditEntry {
  /** Null for the shell, the clock and people not known yet. */
  actor_id: number | null
  action: string
  entity: 'account' | 'session' | 'ticket' | 'message' | 'settings' | 'job'
  entity_id: number | null
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
}

/** Records who did what, in the transaction of what was done. Never give it a secret, nor a name that may have to be erased. */
export const recordAudit = (ctx: Context, entry: AuditEntry): Promise<void> =>
  appendAuditEntry(ctx, { ...entry, at: ctx.clock.now() })

export function appendAuditEntry(
  ctx: Context,
  { before, after, ...entry }: AuditEntry & { at: number },
): Promise<void> {
  return collect(ctx, append, {
    ...entry,
    address: ctx.client?.address ?? null,
    before: before ? JSON.stringify(before) : null,
    after: after ? JSON.stringify(after) : null,
  })
}

type UnchainedEntry = Omit<ChainedEntry, 'id' | 'hash'>

/** The writers of the log wait for each other here, at the end of their transactions, for the time of one insert. */
async function append(ctx: Context, entries: UnchainedEntry[]): Promise<void> {
  let { entry_id, hash } = await lockHead(ctx)
  const chained = entries.map((entry) => {
    entry_id += 1
    const next = { ...entry, id: entry_id, hash: chain(hash, { ...entry, id: entry_id }) }
    hash = next.hash
    return next
  })
  await insertAuditEntries(ctx, chained)
  await moveHead(ctx, entry_id, hash)
}
