import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { storageFaultOf } from '#platform/db/storage-error.ts'
import { jobTimeouts, withTimeouts } from '#platform/db/timeouts.ts'
import { jobsTopic } from '#platform/live/publish.ts'
import type { JobDefinition } from './define-job.ts'
import { Drain } from './drain.ts'
import { Heartbeat } from './heartbeat.ts'
import type { JobPriority } from './priorities.ts'
import { RepeatedWork } from './repeated-work.ts'
import { enqueueDue, type Schedule, settleSchedules } from './schedules.ts'

const pollEvery = 1000

/**
 * Runs the jobs of the queue in this process; any number of workers may share a queue. Urgent jobs, ordinary ones and
 * mails are processed separately, so that none waits for another.
 */
export class Worker {
  readonly #ctx: Context
  readonly #schedules: Schedule[]
  readonly #heartbeat: Heartbeat
  readonly #drains: Record<JobPriority, Drain>
  readonly #work: RepeatedWork[]
  #settled = false
  #quietUntil = 0
  #stopListening = () => {}
  #poll: NodeJS.Timeout | undefined

  constructor(ctx: Context, jobs: JobDefinition[], schedules: Schedule[] = []) {
    this.#ctx = ctx
    this.#schedules = schedules
    this.#heartbeat = new Heartbeat(ctx)
    const kinds = new Map(jobs.map((job) => [job.kind, job]))
    const drainOf = (priority: JobPriority) =>
      new Drain(ctx, kinds, priority, this.#heartbeat, (error) => this.#logFault(error))
    const drains = { urgent: drainOf('urgent'), ordinary: drainOf('ordinary'), mail: drainOf('mail') }
    this.#drains = drains
    this.#work = [
      this.#repeated(() => drains.urgent.begin()),
      this.#repeated(async () => {
        await this.#enqueueScheduled()
        await drains.ordinary.begin()
      }),
      this.#repeated(() => drains.mail.begin()),
    ]
  }

  start(): void {
    this.#stopListening = this.#ctx.live.subscribe((topics) => {
      if (topics.includes(jobsTopic)) this.#wake()
    })
    this.#poll = setInterval(() => this.#wake(), pollEvery)
    this.#wake()
  }

  /** Finishes the running jobs; those not begun go back into the queue. */
  async stop(): Promise<void> {
    this.#stopListening()
    clearInterval(this.#poll)
    const drains = Object.values(this.#drains)
    for (const drain of drains) drain.stop()
    await Promise.all(this.#work.map((work) => work.stop()))
    await Promise.all(drains.map((drain) => drain.finish()))
  }

  /** Runs everything that is due. @returns the number of attempts */
  async drain(): Promise<number> {
    let all = 0
    for (;;) {
      let attempts = 0
      for (const drain of Object.values(this.#drains)) {
        attempts += await drain.begin()
        await drain.finish()
      }
      if (attempts === 0) return all
      all += attempts
    }
  }

  /** Shows that the running jobs are alive; called every few seconds. */
  renewLeases(): Promise<void> {
    return this.#heartbeat.renew()
  }

  #wake(): void {
    for (const work of this.#work) work.request()
  }

  #repeated(work: () => Promise<unknown>): RepeatedWork {
    return new RepeatedWork(() => withTimeouts(jobTimeouts, work), {
      failed: (error) => this.#logFault(error),
    })
  }

  /** The queue is polled every second: while the database is down one log line a minute is enough. */
  #logFault(error: unknown): void {
    if (storageFaultOf(error)) {
      if (performance.now() < this.#quietUntil) return
      this.#quietUntil = performance.now() + minute
    }
    this.#ctx.log.error({ err: error }, 'the job queue cannot be worked on')
  }

  async #enqueueScheduled(): Promise<void> {
    if (!this.#settled) await settleSchedules(this.#ctx, this.#schedules)
    this.#settled = true
    if (this.#schedules.length > 0) await enqueueDue(this.#ctx, this.#schedules)
  }
}
