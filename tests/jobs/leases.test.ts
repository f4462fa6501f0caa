import { beforeEach, describe, expect, test } from 'vitest'
import { leaseFor } from '#platform/jobs/heartbeat.ts'
import { enqueue, enqueueAll } from '#platform/jobs/jobs.ts'
import { endAttempt, leaseJobs } from '#platform/jobs/lease-queries.ts'
import { mostAttempts } from '#platform/jobs/queries.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { minute } from '../support/clock.ts'
import { engine } from '../support/database.ts'
import { startApp } from '../support/world.ts'
import { emptyQueue, inside, jobsIn, kindsDoing, leaveMark, marks, onlyJob, outside } from './queue.ts'

let statements = 0
const world = await startApp({
  onStatement: () => {
    statements += 1
  },
})
const { ctx, clock } = world
beforeEach(async () => {
  await emptyQueue(world)
  await ctx.db.deleteFrom('rate_limits').execute()
})

const lease = leaseFor
const success = { status: 'succeeded', last_error: null, finished_at: 0 } as const
const numbered = (count: number, first = 0) =>
  Array.from({ length: count }, (_, n) => ({ payload: { n: first + n }, dedupe_key: `number ${first + n}` }))

describe('a lease', () => {
  test('keeps a job from every other worker until it runs out', async () => {
    await enqueue(ctx, inside, { n: 1 })
    const [job] = await leaseJobs(ctx, 'ordinary', 10, clock.now() + lease)
    expect(job).toMatchObject({ status: 'processing', attempts: 1, leased_until: clock.now() + lease })

    const worker = new Worker(
      ctx,
      kindsDoing((ctx) => leaveMark(ctx, 'done')),
    )
    clock.advance(lease)
    expect(await worker.drain()).toBe(0)
    clock.advance(1)
    expect(await worker.drain()).toBe(1)
    expect(await marks(world)).toEqual(['done'])
    expect(await onlyJob(world)).toMatchObject({ status: 'succeeded', attempts: 2 })
  })

  test('that ran out: what the slow worker did in its transaction is undone', async () => {
    await enqueue(ctx, inside, { n: 1 })
    let tries = 0
    const kinds = kindsDoing(async (ctx) => {
      tries += 1
      await leaveMark(ctx, `try ${tries}`)
    })
    const [job] = await leaseJobs(ctx, 'ordinary', 1, clock.now() + lease)
    clock.advance(lease + 1)
    await new Worker(ctx, kinds).drain()
    // The slow worker ends only now: it has lost its lease, and does not change the result of the other.
    const ending = { status: 'succeeded', run_at: 0, last_error: null, finished_at: 0 } as const
    expect(job && (await endAttempt(ctx, job, ending))).toBe(false)
    expect(await marks(world)).toEqual(['try 1'])
    expect((await onlyJob(world)).finished_at).toBe(clock.now())
  })

  test('that is renewed during the work keeps a long job from every other worker', async () => {
    await enqueue(ctx, outside, { n: 1 })
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = new Worker(
      ctx,
      kindsDoing(async () => {
        begun.resolve()
        await go.promise
      }),
    )
    const other = new Worker(
      ctx,
      kindsDoing(async () => {}),
    )
    const drained = slow.drain()
    await begun.promise
    for (let beat = 0; beat < 5; beat++) {
      clock.advance(lease - 1)
      await slow.renewLeases()
      expect(await other.drain()).toBe(0)
    }
    go.resolve()
    expect(await drained).toBe(1)
    expect(await onlyJob(world)).toMatchObject({ status: 'succeeded', attempts: 1, leased_by: null })
  })

  test('that runs out in the middle of slow work outside: the job is done again, ends once, and does not go on here', async () => {
    await enqueue(ctx, outside, { n: 1 })
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let wentOn = false
    const slow = new Worker(
      ctx,
      kindsDoing(async (ctx) => {
        begun.resolve()
        await go.promise
        await ctx.stillOurs?.()
        wentOn = true
      }),
    )
    const drained = slow.drain()
    await begun.promise
    clock.advance(lease + 1)
    const quick = new Worker(
      ctx,
      kindsDoing(async () => {}),
    )
    expect(await quick.drain()).toBe(1)
    const ended = await onlyJob(world)
    clock.advance(minute)
    go.resolve()
    expect(await drained).toBe(1)
    expect(await onlyJob(world)).toEqual(ended)
    expect(wentOn).toBe(false)
  })

  test('that runs out: jobs of it that have not begun are left to the other worker', async () => {
    const count = 20
    await enqueueAll(ctx, outside, numbered(count))
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const runs: number[] = []
    const frozen = new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => {
        runs.push(n)
        begun.resolve()
        await go.promise
      }),
    )
    const drained = frozen.drain()
    await begun.promise
    clock.advance(lease + 1)
    await new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => runs.push(n)),
    ).drain()
    const before = [...runs]
    go.resolve()
    await drained
    expect(before.length).toBeLessThan(2 * count)
    expect(runs).toEqual(before)
  })

  test('that runs out: the worker itself does not begin again what is under way when it looks for more', async () => {
    const [first, second, go] = [0, 1, 2].map(() => Promise.withResolvers<void>())
    const runs: number[] = []
    const frozen = new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => {
        runs.push(n)
        if (n === 2) return second?.resolve()
        first?.resolve()
        await go?.promise
      }),
    )
    await enqueue(ctx, outside, { n: 1 })
    frozen.start()
    await first?.promise
    clock.advance(lease + 1)
    await enqueue(ctx, outside, { n: 2 })
    await second?.promise
    go?.resolve()
    await frozen.stop()
    expect(runs).toEqual([1, 2])
    for (const job of await jobsIn(world)) expect(job).toMatchObject({ status: 'succeeded', attempts: 1 })
  })

  test('of a worker that dies by one of its jobs: the others are soon taken apart from it, and done', async () => {
    await enqueueAll(ctx, outside, numbered(40))
    const [fatal] = await jobsIn(world)
    for (let crashes = 0; crashes < 10; ) {
      const jobs = await leaseJobs(ctx, 'ordinary', 40, clock.now() + lease)
      const dies = jobs.some(({ id }) => id === fatal?.id)
      if (dies) crashes += 1
      else for (const job of jobs) await endAttempt(ctx, job, { ...success, run_at: job.run_at })
      clock.advance(dies ? lease + 1 : 5000)
    }
    const left = (await jobsIn(world)).filter(({ status }) => status !== 'succeeded')
    expect(left.map(({ id }) => id)).toEqual([fatal?.id])
  })

  test('of a worker that dies each time ends in a dead job, not in trying for ever', async () => {
    await enqueue(ctx, inside, { n: 1 })
    for (let crash = 0; crash < mostAttempts; crash++) {
      while ((await leaseJobs(ctx, 'ordinary', 10, clock.now() + lease)).length === 0) clock.advance(minute)
      clock.advance(lease + 1)
    }
    expect(await leaseJobs(ctx, 'ordinary', 10, clock.now() + lease)).toEqual([])
    const job = await onlyJob(world)
    expect(job).toMatchObject({ status: 'dead', attempts: mostAttempts, leased_until: null, finished_at: clock.now() })
    expect(job.last_error).toMatch(/worker/)
  })
})

describe('stopping', () => {
  test('finishes the jobs that have begun, and returns the others to the queue without counting an attempt', async () => {
    const count = 30
    await enqueueAll(ctx, outside, numbered(count))
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const done: number[] = []
    const worker = new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => {
        begun.resolve()
        await go.promise
        done.push(n)
      }),
    )
    worker.start()
    await begun.promise
    const stopped = worker.stop()
    go.resolve()
    await stopped

    expect(done.length).toBeGreaterThan(0)
    expect(done.length).toBeLessThan(count)
    const jobs = await jobsIn(world)
    const put = jobs.filter(({ status }) => status === 'queued')
    expect(jobs.filter(({ status }) => status === 'succeeded')).toHaveLength(done.length)
    expect(put).toHaveLength(count - done.length)
    for (const job of put) expect(job).toMatchObject({ attempts: 0, leased_until: null, run_at: job.created_at })

    const next = new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => done.push(n)),
    )
    await next.drain()
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n))
  })

  test('puts back a job that has begun and asks before what cannot be undone', async () => {
    await enqueue(ctx, outside, { n: 1 })
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const worker = new Worker(
      ctx,
      kindsDoing(async (ctx) => {
        begun.resolve()
        await go.promise
        await ctx.stillOurs?.()
      }),
    )
    worker.start()
    await begun.promise
    const stopped = worker.stop()
    go.resolve()
    await stopped
    expect(await onlyJob(world)).toMatchObject({ status: 'queued', attempts: 0, leased_until: null })
  })
})

describe('two workers on one queue', async () => {
  // Two connections to one SQLite file in one thread would deadlock; process/ tests two processes.
  const other = engine === 'sqlite' ? world : await startApp({ database: world.database, clock })

  test('do each of 1,000 jobs once', async () => {
    const count = 1000
    for (const first of [0, 500]) await enqueueAll(ctx, inside, numbered(500, first))
    const shares = [0, 0]
    const workers = [ctx, other.ctx].map(
      (ctx, who) =>
        new Worker(
          ctx,
          kindsDoing(async (ctx, { n }) => {
            await leaveMark(ctx, String(n).padStart(4, '0'))
            shares[who] = (shares[who] ?? 0) + 1
          }),
        ),
    )
    const attempts = await Promise.all(workers.map((worker) => worker.drain()))
    expect((attempts[0] ?? 0) + (attempts[1] ?? 0)).toBe(count)
    expect(shares[0]).toBeGreaterThan(0)
    expect(shares[1]).toBeGreaterThan(0)
    expect((await marks(world)).length).toBe(count)
    const jobs = await jobsIn(world)
    expect(jobs.every(({ status, attempts }) => status === 'succeeded' && attempts === 1)).toBe(true)
  })
})

test('a queue is worked off with few statements for each job', async () => {
  const count = 500
  await enqueueAll(ctx, inside, numbered(count))
  const worker = new Worker(
    ctx,
    kindsDoing((ctx, { n }) => leaveMark(ctx, `n${n}`)),
  )
  statements = 0
  expect(await worker.drain()).toBe(count)
  const { length } = await marks(world)
  expect(length).toBe(count)
  // Its own, the one that ends it, and a share of those that lease many; on PostgreSQL also those of a transaction.
  expect(statements / count).toBeLessThan(engine === 'sqlite' ? 2.5 : 4.5)
})
