import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * For work in a loop that may take long: awaited once for each step, the returned function lets everything else that
 * waits for the event loop run whenever `milliseconds` have passed since it last did.
 */
export function pausesEvery(milliseconds: number): () => Promise<void> | undefined {
  let since = performance.now()
  const pause = async () => {
    await nextTurn()
    since = performance.now()
  }
  return () => (performance.now() - since < milliseconds ? undefined : pause())
}
