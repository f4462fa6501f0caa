import { AsyncLocalStorage } from 'node:async_hooks'
import { minute } from '#lib/durations.ts'

/** How long to wait for the database, in milliseconds. */
export interface Timeouts {
  /** For one statement. */
  statement: number
  /** For a lock that another transaction holds; part of the statement's time. */
  lock: number
  /** For all waits together: for connections and for statements. */
  total?: number
}

/** Longer than any request takes, in milliseconds: none that began before still writes then. */
export const longestRequest = minute

/** For a request: it must be answered within `total`, even if the database does not respond. */
export const requestTimeouts = (total: number): Timeouts => ({
  statement: Math.round(total * 0.85),
  lock: Math.round(total * 0.75),
  total,
})
/** For jobs: nobody waits for them, but the program must be able to stop in time. */
export const jobTimeouts: Timeouts = { statement: 10_000, lock: 5000 }
/** For everything else, such as tools. */
const usualTimeouts: Timeouts = { statement: minute, lock: 10_000 }
/** A migration may have to write every row of the database. */
export const migrationTimeouts: Timeouts = { statement: 0, lock: minute }

/** Adds up the time spent waiting; concurrent waits count once. */
class Caller {
  readonly timeouts: Timeouts
  readonly #totalHolds: () => boolean
  #spent = 0
  #waiting = 0
  #since = 0

  constructor(timeouts: Timeouts, totalHolds: () => boolean) {
    this.timeouts = timeouts
    this.#totalHolds = totalHolds
  }

  begin(): void {
    if (this.#waiting === 0) this.#since = performance.now()
    this.#waiting += 1
  }

  end(): void {
    this.#waiting -= 1
    if (this.#waiting === 0) this.#spent += performance.now() - this.#since
  }

  left(): number {
    const { total } = this.timeouts
    if (total === undefined || !this.#totalHolds()) return Number.POSITIVE_INFINITY
    const running = this.#waiting > 0 ? performance.now() - this.#since : 0
    return total - this.#spent - running
  }
}

const callers = new AsyncLocalStorage<Caller>()
const usualCaller = new Caller(usualTimeouts, () => false)
const caller = () => callers.getStore() ?? usualCaller

/**
 * Sets the timeouts of all statements that `work` runs.
 *
 * @param totalHolds whether the total still applies; not for a stream that has begun
 */
export const withTimeouts = <T>(timeouts: Timeouts, work: () => T, totalHolds = () => true): T =>
  callers.run(new Caller(timeouts, totalHolds), work)

export const currentTimeouts = (): Timeouts => caller().timeouts

export interface Wait {
  /** Milliseconds that are left; zero or less if none are. */
  limit: number
  /** To be called when the response has arrived or the wait was given up. */
  end(): void
}

/** The client waits a little longer than the server, so that the server is the one to cancel a statement. */
const grace = 250

/** Begins to wait for one statement, or for a connection. */
export function beginWait(): Wait {
  const one = caller()
  const { statement } = one.timeouts
  const limit = Math.min(statement === 0 ? Number.POSITIVE_INFINITY : statement + grace, one.left())
  one.begin()
  return { limit, end: () => one.end() }
}
