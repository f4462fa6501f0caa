import type { Context } from '#context'
import { collect } from '#platform/db/transaction.ts'
import { type ChainedEntry, chain } from './chain.ts'
import type { Entity } from './entities.ts'
import { insertAuditEntries, lockHead, moveHead } from './queries.ts'

export interface AuditEntry {
  /** UNIX milliseconds. */
  at: number
  /** Null for the shell, the clock and people not known yet. */
  actor_id: number | null
  action: string
  entity: Entity
  entity_id: number | null
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
}

/**
 * Appends to the log, in the transaction of what was done: all that a transaction appends is one insert at its end.
 * Never give it a secret, nor a name that may have to be erased.
 */
export function appendEntries(ctx: Context, entries: AuditEntry[]): Promise<void> {
  const address = ctx.client?.address ?? null
  const unchained = entries.map(({ before, after, ...entry }) => ({
    ...entry,
    address,
    before: before ? JSON.stringify(before) : null,
    after: after ? JSON.stringify(after) : null,
  }))
  return collect(ctx, append, unchained)
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
