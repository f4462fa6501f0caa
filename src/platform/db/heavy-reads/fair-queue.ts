import { DomainError, malformed, unavailable } from '#errors'

interface Waiting {
  start: () => void
  refuse: (error: DomainError) => void
  since: number
}

export interface QueueBounds {
  mostPerOwner: number
  mostInAll: number
  /** Milliseconds. */
  longestWait: number
  /** The error for an owner that has too many jobs waiting, and for everybody when the queue is full. */
  tooMany(): DomainError
  busy(): DomainError
}

/** An account's id, or the address of a client that is not logged in (see `addressKey`). */
export type Owner = number | string

/** Runs a few jobs at a time. Their owners take turns: one with many jobs delays only its own. */
export class FairQueue {
  readonly #most
  readonly #bounds
  #running = 0
  #waiting = 0
  /** In the order of turns. */
  readonly #owners = new Map<Owner, Waiting[]>()

  /** @param most maximum number of concurrent jobs */
  constructor(most: number, bounds: QueueBounds = readBounds) {
    this.#most = most
    this.#bounds = bounds
  }

  /**
   * @param gone aborted when the client has disconnected: a job that still waits then is not started
   * @throws {DomainError} too_many if this owner has too many jobs waiting, unavailable if the queue is full
   */
  async run<T>(owner: Owner, job: () => Promise<T>, gone?: AbortSignal): Promise<T> {
    await this.#turn(owner, gone)
    try {
      return await job()
    } finally {
      this.#running -= 1
      this.#startNext()
    }
  }

  #turn(owner: Owner, gone?: AbortSignal): Promise<void> | undefined {
    if (gone?.aborted) throw brokenOff()
    if (this.#running < this.#most) {
      this.#running += 1
      return
    }
    const own = this.#owners.get(owner) ?? []
    if (own.length >= this.#bounds.mostPerOwner) throw this.#bounds.tooMany()
    if (this.#waiting >= this.#bounds.mostInAll) throw this.#bounds.busy()
    return new Promise((start, refuse) => {
      const one = { start, refuse, since: performance.now() }
      own.push(one)
      this.#owners.set(owner, own)
      this.#waiting += 1
      gone?.addEventListener('abort', () => this.#leave(owner, one), { once: true })
    })
  }

  #leave(owner: Owner, one: Waiting): void {
    const own = this.#owners.get(owner) ?? []
    if (!own.includes(one)) return
    own.splice(own.indexOf(one), 1)
    if (own.length === 0) this.#owners.delete(owner)
    this.#waiting -= 1
    one.refuse(brokenOff())
  }

  #startNext(): void {
    for (const [owner, own] of this.#owners) {
      this.#owners.delete(owner)
      const next = own.shift()
      if (own.length > 0) this.#owners.set(owner, own)
      if (!next) continue
      this.#waiting -= 1
      if (performance.now() - next.since > this.#bounds.longestWait) {
        next.refuse(this.#bounds.busy())
        continue
      }
      this.#running += 1
      next.start()
      return
    }
  }
}

const brokenOff = () => malformed('The connection broke off while this was waiting.')

const tooMany = () =>
  new DomainError(
    'too_many',
    'too_many',
    'Several of your searches or downloads are running already. Please wait for one of them to finish.',
    { details: { retry_after: 5 } },
  )

export const busy = () =>
  unavailable('busy', 'Too many searches and downloads are running right now. Please try again in a minute.')

/** A person may have several pages open; more than this at once is no person reading. */
const readBounds: QueueBounds = { mostPerOwner: 20, mostInAll: 500, longestWait: 15_000, tooMany, busy }
