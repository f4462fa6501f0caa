import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { renewLease } from './lease-queries.ts'

/** Milliseconds for which a worker without heartbeat keeps a job. */
export const leaseFor = 30_000
const renewEvery = 10_000
/** A job that runs this long is stuck, and is left to another worker. */
const longestRun = 30 * minute

/** Renews the leases of one worker, by wall time, as long as its event loop runs. */
export class Heartbeat {
  readonly #ctx: Context
  readonly #held = new Map<string, { since: number }>()
  #renewedAt = 0
  #renewing = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Renews a lease while `work` runs. */
  async during<T>(leased_by: string, work: () => Promise<T>): Promise<T> {
    if (this.#held.size === 0) this.#renewedAt = this.#ctx.clock.now()
    this.#held.set(leased_by, { since: performance.now() })
    this.#timer ??= setInterval(() => this.renew(), renewEvery).unref()
    try {
      return await work()
    } finally {
      this.#held.delete(leased_by)
      if (this.#held.size === 0) this.#stop()
    }
  }

  /** For before jobs are leased: a process that stood still would take its own again, in the middle of their work. */
  async renewIfLate(): Promise<void> {
    if (this.#ctx.clock.now() - this.#renewedAt > renewEvery * 2) this.renew()
    await this.#renewing
  }

  renew(): Promise<void> {
    this.#renewedAt = this.#ctx.clock.now()
    this.#renewing = this.#renewAll()
    return this.#renewing
  }

  async #renewAll(): Promise<void> {
    for (const [leased_by, { since }] of this.#held) {
      if (performance.now() - since > longestRun) continue
      await renewLease(this.#ctx, leased_by, this.#ctx.clock.now() + leaseFor).catch((error) =>
        this.#ctx.log.warn({ err: error }, 'the leases of jobs under way were not renewed'),
      )
    }
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
