import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** What the thread finds, one after the other. */
export type Finding = { counts: Record<string, number> } | { damage: string[] }

export interface Inspection {
  /** Rows of each table. */
  counts: Promise<Record<string, number>>
  /** What is wrong in it; nothing where it is sound. */
  damage: Promise<string[]>
}

/** Looks through a database beside other work: it takes as long as reading the file twice. */
export function inspect(path: string): Inspection {
  const thread = new Worker(new URL('./inspection-thread.ts', import.meta.url), { workerData: path })
  const [counts, damage] = [Promise.withResolvers<Record<string, number>>(), Promise.withResolvers<string[]>()]
  // Both can arrive in the same turn: a listener that stays misses neither.
  thread.on('message', (finding: Finding) => {
    if ('counts' in finding) counts.resolve(finding.counts)
    else damage.resolve(finding.damage)
  })
  const failed = (error: unknown) => {
    counts.reject(error)
    damage.reject(error)
  }
  once(thread, 'exit').then(([code]) => failed(new Error(`looking through ${path} ended early (${code})`)), failed)
  // Whoever waits for one of them need not wait for the other.
  for (const { promise } of [counts, damage]) promise.catch(() => {})
  return { counts: counts.promise, damage: damage.promise }
}
