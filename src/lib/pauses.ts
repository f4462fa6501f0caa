import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * For work in a loop that may take long: awaited once for each step, the returned function lets everything else that
 * waits for the event loop run whenever `milliseconds` have passed since it last did.
 */
export function pausesEvery(milliseconds: number): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < milliseconds) return
    await nextTurn()
    since = performance.now()
  }
}
