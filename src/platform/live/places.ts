import type { Live } from './live.ts'

/** For each account in each process; browsers open at most six for all tabs of a site over HTTP/1.1. */
export const mostStreams = 20

const taken = new WeakMap<Live, Map<number, Set<() => void>>>()

/** The number of open streams in this process. */
export const countStreams = (live: Live): number =>
  [...(taken.get(live)?.values() ?? [])].reduce((sum, streams) => sum + streams.size, 0)

/**
 * Reserves a place for a stream of this account; if all are taken, the oldest stream is ended. Each process counts
 * separately.
 *
 * @param end called when this stream has to end for a newer one
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
    // Another set may have replaced this one.
    if (streams.size === 0 && accounts.get(accountId) === streams) accounts.delete(accountId)
  }
}
