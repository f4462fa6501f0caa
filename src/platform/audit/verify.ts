import type { Context } from '#context'
import { type ChainedEntry, chain } from './chain.ts'
import { findBeyond, findEntry, findHead, listChain, newestId } from './chain-queries.ts'

export interface Link {
  id: number
  hash: string
}

export interface Break {
  kind: 'changed' | 'removed' | 'inserted' | 'rewritten'
  /** The first entry at fault. */
  id: number
  sentence: string
}

export interface Verdict {
  /** How many entries, from the first on, are unchanged. */
  sound: number
  /** The last unchanged entry. */
  newest: Link
  broken: Break | null
}

const batch = 5000
const first: Link = { id: 0, hash: '' }

/**
 * Recomputes the hashes from the first entry on, a batch at a time; the log may be written meanwhile.
 *
 * @param noted an entry whose hash was noted down elsewhere: somebody who can write the whole database can forge a
 *   whole chain, but not one that contains this hash
 */
export async function verifyLog(ctx: Context, noted?: Link): Promise<Verdict> {
  const below = await findBeyond(ctx, null)
  if (below !== undefined) return verdict(first, inserted(below))
  const head = await findHead(ctx)
  if (!head) return verdict(first, removed(0, 'The place of the newest hash (audit_head) is empty: it was removed.'))

  let last = first
  while (last.id < head.entry_id) {
    const entries = await listChain(ctx, last.id, head.entry_id, batch)
    if (entries.length === 0) return verdict(last, removedBetween(last.id + 1, head.entry_id, 'at the end'))
    for (const entry of entries) {
      const broken = await breakAt(ctx, last, entry, noted)
      if (broken) return verdict(last, broken)
      last = { id: entry.id, hash: entry.hash }
    }
  }
  return verdict(last, await breakAtEnd(ctx, last, head.hash, noted))
}

const verdict = (newest: Link, broken: Break | null): Verdict => ({ sound: newest.id, newest, broken })

async function breakAt(ctx: Context, last: Link, entry: ChainedEntry, noted?: Link): Promise<Break | null> {
  const { id, hash } = entry
  if (id !== last.id + 1) return removedBetween(last.id + 1, id - 1, 'in the middle')
  if (chain(last.hash, entry) === hash) return noted?.id === id && noted.hash !== hash ? rewritten(id) : null
  const next = await findEntry(ctx, id + 1)
  // Inserting an entry means renumbering the later ones: with its original id the next one is valid.
  if (next && chain(last.hash, { ...next, id }) === next.hash) return inserted(id)
  return changed(id)
}

async function breakAtEnd(ctx: Context, last: Link, hash: string, noted?: Link): Promise<Break | null> {
  if (last.hash !== hash) return changed(last.id)
  if (noted && noted.id > last.id) return removedBetween(last.id + 1, noted.id, 'at the end')
  // Entries may have been added meanwhile. Reading the head after the newest entry makes sure that the head covers it.
  const newest = await newestId(ctx)
  const head = await findHead(ctx)
  const beyond = head && newest > head.entry_id ? await findBeyond(ctx, head.entry_id) : undefined
  return beyond === undefined ? null : inserted(beyond)
}

const changed = (id: number): Break => ({
  kind: 'changed',
  id,
  sentence: `Entry ${id} was changed: it is not what was recorded.`,
})

const inserted = (id: number): Break => ({
  kind: 'inserted',
  id,
  sentence: `Entry ${id} was inserted: the log did not record it.`,
})

const rewritten = (id: number): Break => ({
  kind: 'rewritten',
  id,
  sentence: `The log was rewritten up to entry ${id} or further: that entry had another hash when it was noted down.`,
})

const removed = (id: number, sentence: string): Break => ({ kind: 'removed', id, sentence })

function removedBetween(from: number, to: number, where: string): Break {
  const what = from === to ? `Entry ${from} was` : `Entries ${from} to ${to} were`
  return removed(from, `${what} removed ${where} of the log.`)
}
