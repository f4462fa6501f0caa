import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds for which a long list may block the event loop. */
const turn = 10

/** `Array.map` for slow work: yields to the event loop in between. */
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
