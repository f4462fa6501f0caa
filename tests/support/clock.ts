export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Time that passes only when a test says so. */
export class FakeClock {
  #now: number

  constructor(now = Math.floor(Date.now() / 1000) * 1000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds
  }
}
