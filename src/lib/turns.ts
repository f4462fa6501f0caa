import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds for which a long list may hold up everything else that waits for the event loop. */
const turn = 10

/** `Array.map` for work that may take long: everything else is let run in between. */
export async function mapInTurns<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const results: R[] = []
  let since = performance.now()
  for (const item of items) {
    results.push(map(item))
    if (performance.now() - since < turn) continue
    await nextTurn()
    since = performance.now()
  }
  return results
}
