import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** The thread's two messages. */
export type Finding = { counts: Record<string, number> } | { damage: string[] }

export interface Inspection {
  /** Number of rows by table. */
  counts: Promise<Record<string, number>>
  /** The faults found; empty if the database is intact. */
  damage: Promise<string[]>
}

/** Checks a database in a thread: it takes as long as reading the file twice. */
export function inspect(path: string): Inspection {
  const thread = new Worker(new URL('./inspection-thread.ts', import.meta.url), { workerData: path })
  const [counts, damage] = [Promise.withResolvers<Record<string, number>>(), Promise.withResolvers<string[]>()]
  // Both messages can arrive in one turn of the event loop: a permanent listener misses neither.
  thread.on('message', (finding: Finding) => {
    if ('counts' in finding) counts.resolve(finding.counts)
    else damage.resolve(finding.damage)
  })
  const failed = (error: unknown) => {
    counts.reject(error)
    damage.reject(error)
  }
  once(thread, 'exit').then(([code]) => failed(new Error(`looking through ${path} ended early (${code})`)), failed)
  // A caller may await only one of them: the other must not be an unhandled rejection.
  for (const { promise } of [counts, damage]) promise.catch(() => {})
  return { counts: counts.promise, damage: damage.promise }
}
