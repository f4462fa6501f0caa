import type { Context } from '#context'
import { collect } from '#platform/db/transaction.ts'
import { type ChainedEntry, chain } from './chain.ts'
import type { Entity } from './entities.ts'
import { type Head, insertAuditEntries, lockHead, moveHead } from './queries.ts'

export interface AuditEntry {
  /** UNIX milliseconds. */
  at: number
  /** Null for the command line, scheduled work and people who are not logged in. */
  actor_id: number | null
  action: string
  entity: Entity
  entity_id: number | null
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
}

/**
 * Appends to the log in the running transaction: all its entries are one insert just before the commit. Never log a
 * secret, nor a name that may have to be erased.
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

/** The newest entry as this process last wrote it. It is usually still the newest, which saves reading it. */
const heads = new WeakMap<object, Head>()

/** Transactions that write the log wait for each other here, but only at their end and for one insert. */
async function append(ctx: Context, entries: UnchainedEntry[]): Promise<void> {
  const known = heads.get(ctx.config)
  if (known && (await appendTo(ctx, known, entries))) return
  if (!(await appendTo(ctx, await lockHead(ctx), entries))) throw new Error('the head of the audit log was not held')
}

async function appendTo(ctx: Context, from: Head, entries: UnchainedEntry[]): Promise<boolean> {
  let { entry_id, hash } = from
  const chained = entries.map((entry) => {
    entry_id += 1
    const next = { ...entry, id: entry_id, hash: chain(hash, { ...entry, id: entry_id }) }
    hash = next.hash
    return next
  })
  const head = { entry_id, hash }
  if (!(await moveHead(ctx, from, head))) return false
  heads.set(ctx.config, head)
  await insertAuditEntries(ctx, chained)
  return true
}
