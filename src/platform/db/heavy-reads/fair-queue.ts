import { DomainError, unavailable } from '#errors'

interface Waiting {
  start: () => void
  refuse: (error: DomainError) => void
  since: number
}

/** One account has several pages open; more than this at once is no person reading. */
const mostPerAccount = 20
const mostInAll = 500
/** Milliseconds. */
const longestWait = 15_000

/**
 * Runs jobs a few at a time. Accounts take turns: whoever asks for much waits for their own jobs, not everybody for
 * theirs.
 */
export class FairQueue {
  readonly #most
  #running = 0
  #waiting = 0
  /** In the order of turns. */
  readonly #accounts = new Map<number, Waiting[]>()

  /** @param most how many jobs run at the same time */
  constructor(most: number) {
    this.#most = most
  }

  /** @throws {DomainError} too_many when this account has too many jobs waiting, unavailable when everybody has */
  async run<T>(accountId: number, job: () => Promise<T>): Promise<T> {
    await this.#turn(accountId)
    try {
      return await job()
    } finally {
      this.#running -= 1
      this.#startNext()
    }
  }

  #turn(accountId: number): Promise<void> | undefined {
    if (this.#running < this.#most) {
      this.#running += 1
      return
    }
    const own = this.#accounts.get(accountId) ?? []
    if (own.length >= mostPerAccount) throw tooMany()
    if (this.#waiting >= mostInAll) throw busy()
    return new Promise((start, refuse) => {
      own.push({ start, refuse, since: performance.now() })
      this.#accounts.set(accountId, own)
      this.#waiting += 1
    })
  }

  #startNext(): void {
    for (const [accountId, own] of this.#accounts) {
      this.#accounts.delete(accountId)
      const next = own.shift()
      if (own.length > 0) this.#accounts.set(accountId, own)
      if (!next) continue
      this.#waiting -= 1
      if (performance.now() - next.since > longestWait) {
        next.refuse(busy())
        continue
      }
      this.#running += 1
      next.start()
      return
    }
  }
}

const tooMany = () =>
  new DomainError(
    'too_many',
    'too_many',
    'Several of your searches or downloads are running already. Please wait for one of them to finish.',
    { details: { retry_after: 5 } },
  )

export const busy = () =>
  unavailable('busy', 'Too many searches and downloads are running right now. Please try again in a minute.')
