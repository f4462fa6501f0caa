import type { Live } from './live.ts'

/** Of one account in one process; browsers open six at most for all tabs of a site over HTTP/1.1. */
export const mostStreams = 20

const taken = new WeakMap<Live, Map<number, Set<() => void>>>()

/** How many streams are open in this process. */
export const countStreams = (live: Live): number =>
  [...(taken.get(live)?.values() ?? [])].reduce((sum, streams) => sum + streams.size, 0)

/**
 * Takes a place for a stream of this account; where all are taken the stream that has held its place longest gives it up.
 * Several processes count each by itself.
 *
 * @param end called when the stream has to end for another
 * @returns a function that frees the place
 */
export function takePlace(live: Live, accountId: number, end: () => void): () => void {
  const accounts = taken.get(live) ?? new Map<number, Set<() => void>>()
  taken.set(live, accounts)
  const streams = accounts.get(accountId) ?? new Set()
  accounts.set(accountId, streams)
  const [oldest] = streams.size >= mostStreams ? streams : []
  if (oldest) {
    streams.delete(oldest)
    oldest()
  }
  streams.add(end)
  return () => {
    streams.delete(end)
    // Another set may be there by now.
    if (streams.size === 0 && accounts.get(accountId) === streams) accounts.delete(accountId)
  }
}
