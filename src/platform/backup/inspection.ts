import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface Inspection {
  /** Rows of each table. */
  counts: Promise<Record<string, number>>
  /** What is wrong in it; nothing where it is sound. */
  damage: Promise<string[]>
}

/** Looks through a database beside other work: it takes as long as reading the file twice. */
export function inspect(path: string): Inspection {
  const thread = new Worker(new URL('./inspection-thread.ts', import.meta.url), { workerData: path })
  const counts = once(thread, 'message').then(([found]) => found as Record<string, number>)
  const damage = counts.then(() => once(thread, 'message')).then(([found]) => found as string[])
  // Whoever waits for one of them need not wait for the other.
  for (const part of [counts, damage]) part.catch(() => {})
  return { counts, damage }
}
