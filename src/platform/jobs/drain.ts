import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '#context'
import { Lanes } from '#lib/lanes.ts'
import { engineOfDatabase } from '#platform/db/dialect.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { JobDefinition } from './define-job.ts'
import { type Heartbeat, leaseFor } from './heartbeat.ts'
import { endAttempt, isAnyDue, isHeld, leaseJobs } from './lease-queries.ts'
import { persistently } from './persistently.ts'
import type { JobPriority } from './priorities.ts'
import { type Job, mostAttempts } from './queries.ts'
import { retryDelay } from './retry-delay.ts'

const batch = 40
const sideBySide = 8
/** Milliseconds for which jobs in one transaction may block other writers. */
const shareFor = 20

/**
 * Runs the due jobs of one priority. It yields between jobs: SQLite answers synchronously, so that a long queue would
 * block the event loop.
 */
export class Drain {
  readonly #ctx: Context
  readonly #kinds: ReadonlyMap<string, JobDefinition>
  readonly #priority: JobPriority
  readonly #heartbeat: Heartbeat
  readonly #failed: (error: unknown) => void
  readonly #lanes = new Lanes(sideBySide)
  readonly #underWay = new Set<Promise<void>>()
  #stopped = false

  /** @param failed is called with what keeps a job from being worked on, such as a database that is at fault */
  constructor(
    ctx: Context,
    kinds: ReadonlyMap<string, JobDefinition>,
    priority: JobPriority,
    heartbeat: Heartbeat,
    failed: (error: unknown) => void,
  ) {
    this.#ctx = ctx
    this.#kinds = kinds
    this.#priority = priority
    this.#heartbeat = heartbeat
    this.#failed = failed
  }

  /** Has jobs not begun go back into the queue; `finish` waits for the others. */
  stop(): void {
    this.#stopped = true
  }

  /** Begins all that is due, each as soon as a lane is free. @returns the number of attempts */
  async begin(): Promise<number> {
    let attempts = 0
    for (;;) {
      // Its turn comes when all jobs leased so far have begun: a slow one then keeps one lane, not all.
      await this.#lanes.run(breathe)
      if (this.#stopped || !(await isAnyDue(this.#ctx, this.#priority))) return attempts
      await this.#heartbeat.renewIfLate()
      const jobs = await leaseJobs(this.#ctx, this.#priority, batch, this.#ctx.clock.now() + leaseFor)
      attempts += jobs.length
      const leased_by = jobs[0]?.leased_by
      if (leased_by) await this.#start(leased_by, jobs)
      // Nothing is left, or other workers have it.
      if (jobs.length < batch) return attempts
    }
  }

  /** Waits for the jobs under way. */
  async finish(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  async #start(leased_by: string, jobs: Job[]): Promise<void> {
    const together = Promise.withResolvers<void>()
    const work = this.#heartbeat
      .during(leased_by, async () => {
        const rest = engineOfDatabase(this.#ctx.db) === 'sqlite' ? await this.#doTogether(jobs) : jobs
        const attempts = rest.map((job) =>
          this.#lanes.run(() => this.#attempt(job).catch(this.#failed).finally(breathe)),
        )
        together.resolve()
        await Promise.all(attempts)
      })
      .catch(this.#failed)
      .finally(() => {
        this.#underWay.delete(work)
        together.resolve()
      })
    this.#underWay.add(work)
    await together.promise
  }

  async #attempt(job: Job): Promise<void> {
    try {
      await this.#run(job)
    } catch (error) {
      if (error instanceof LostLease) return
      if (error instanceof Stopped) return this.#putBack(job)
      await this.#fail(job, error)
    }
  }

  async #run(job: Job): Promise<void> {
    if (this.#stopped) throw new Stopped()
    const kind = this.#kinds.get(job.kind)
    if (!kind) throw new Error(`there is no kind of job called ${job.kind}`)
    if (kind.inTransaction) return withTransaction(this.#ctx, (ctx) => this.#runInside(ctx, kind, job))
    const stillOurs = () => this.#check(job)
    await stillOurs()
    await kind.run({ ...this.#ctx, stillOurs }, job.payload)
    await persistently(
      () => this.#succeed(this.#ctx, job),
      (error) => error instanceof LostLease,
    )
  }

  /** The process may have stood still, or the jobs before this one taken long. */
  async #check(job: Job): Promise<void> {
    if (this.#stopped) throw new Stopped()
    if (!(await isHeld(this.#ctx, job))) throw new LostLease()
  }

  async #runInside(ctx: Context, kind: JobDefinition, job: Job): Promise<void> {
    await this.#succeed(ctx, job)
    await kind.run(ctx, job.payload)
  }

  /**
   * Runs those of `jobs` that can share a transaction, as commits are what costs most on SQLite. If one of them fails,
   * the transaction is rolled back and all are to be run one by one.
   *
   * @returns those left to be run
   */
  async #doTogether(jobs: Job[]): Promise<Job[]> {
    const shareable = jobs.filter((job) => this.#kinds.get(job.kind)?.inTransaction)
    const rest = jobs.filter((job) => !shareable.includes(job))
    while (shareable.length > 1 && !this.#stopped) {
      const tried: Job[] = []
      const until = performance.now() + shareFor
      const shared = withTransaction(this.#ctx, async (ctx) => {
        for (let job = shareable.shift(); job; job = performance.now() < until ? shareable.shift() : undefined) {
          tried.push(job)
          await this.#runInside(ctx, this.#kinds.get(job.kind) as JobDefinition, job)
        }
      })
      await shared.catch(() => rest.push(...tried))
      await breathe()
    }
    return [...rest, ...shareable]
  }

  async #succeed(ctx: Context, job: Job): Promise<void> {
    const finished_at = ctx.clock.now()
    const held = await endAttempt(ctx, job, { status: 'succeeded', run_at: job.run_at, last_error: null, finished_at })
    if (!held) throw new LostLease()
  }

  async #fail(job: Job, error: unknown): Promise<void> {
    const now = this.#ctx.clock.now()
    const last_error = reasonOf(error)
    const dead = job.attempts >= mostAttempts
    this.#ctx.log.warn({ job: job.id, kind: job.kind, attempts: job.attempts, dead, reason: last_error }, 'job failed')
    const ending = dead
      ? { status: 'dead' as const, run_at: job.run_at, last_error, finished_at: now }
      : { status: 'queued' as const, run_at: now + retryDelay(job.attempts), last_error, finished_at: null }
    await endAttempt(this.#ctx, job, ending)
  }

  /** Undoes the lease without counting an attempt. */
  async #putBack(job: Job): Promise<void> {
    const { run_at, last_error } = job
    const attempts = job.attempts - 1
    await endAttempt(this.#ctx, job, { status: 'queued', attempts, run_at, last_error, finished_at: null })
  }
}

/** Errors from outside, such as from a mail server, may contain NUL or terminal control characters. */
const reasonOf = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .slice(0, 500)
    .replace(/[^\P{Cc}\n]/gu, '�')
    .toWellFormed()

/** Another worker has taken over the job: what this one did was rolled back or is idempotent. */
class LostLease extends Error {}

/** The worker ends before the job has begun. */
class Stopped extends Error {}
