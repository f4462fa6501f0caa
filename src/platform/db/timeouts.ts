import { AsyncLocalStorage } from 'node:async_hooks'
import { minute } from '#lib/durations.ts'

/** How long the database is waited for, in milliseconds. */
export interface Timeouts {
  /** For one statement. */
  statement: number
  /** For a lock that somebody else holds; part of the statement's time. */
  lock: number
  /** For everything together: waiting for connections and for statements. */
  total?: number
}

/** For a request, which waits for `total` in all: its answer has to come, be it that the database does not answer. */
export const requestTimeouts = (total: number): Timeouts => ({
  statement: Math.round(total * 0.85),
  lock: Math.round(total * 0.75),
  total,
})
/** For jobs: nobody waits for them, but the program has to be able to stop in time. */
export const jobTimeouts: Timeouts = { statement: 10_000, lock: 5000 }
/** For whatever does not say otherwise, as tools. */
const usualTimeouts: Timeouts = { statement: minute, lock: 10_000 }
/** A migration may have to write every row there is. */
export const migrationTimeouts: Timeouts = { statement: 0, lock: minute }

/** Time spent on waiting, added up over everything that waits at the same time only once. */
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
 * Everything that `work` asks of the database is waited for so long.
 *
 * @param totalHolds whether the time for everything together is still limited; a stream that has begun goes on
 */
export const withTimeouts = <T>(timeouts: Timeouts, work: () => T, totalHolds = () => true): T =>
  callers.run(new Caller(timeouts, totalHolds), work)

export const currentTimeouts = (): Timeouts => caller().timeouts

export interface Wait {
  /** Milliseconds that may pass; not above zero when none are left. */
  limit: number
  /** To be called when what was waited for has come, or will not come. */
  end(): void
}

/** The client waits a little longer than the server works, so that the server is the one to end a statement. */
const grace = 250

/** Begins to wait for one statement, or for a connection to send one on. */
export function beginWait(): Wait {
  const one = caller()
  const { statement } = one.timeouts
  const limit = Math.min(statement === 0 ? Number.POSITIVE_INFINITY : statement + grace, one.left())
  one.begin()
  return { limit, end: () => one.end() }
}
