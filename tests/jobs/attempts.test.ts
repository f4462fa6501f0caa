import type { KyselyPlugin } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { withTransaction } from '#platform/db/transaction.ts'
import { declareJob, noPayload } from '#platform/jobs/define-job.ts'
import { enqueue, enqueueAll } from '#platform/jobs/jobs.ts'
import { mostAttempts } from '#platform/jobs/queries.ts'
import { retryDelay } from '#platform/jobs/retry-delay.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { hour, minute } from '../support/clock.ts'
import { startApp } from '../support/world.ts'
import { emptyQueue, inside, jobsIn, kindsDoing, leaveMark, marks, onlyJob, outside } from './queue.ts'

const world = await startApp()
const { ctx, clock } = world
beforeEach(() => emptyQueue(world))

describe('enqueueing', () => {
  test('is part of the change that causes it', async () => {
    const undone = withTransaction(ctx, async (ctx) => {
      await enqueue(ctx, inside, { n: 1 })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await jobsIn(world)).toEqual([])
  })

  test('happens once for a dedupe key, one by one and many at once, and for ever after', async () => {
    const done: number[] = []
    const worker = new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => done.push(n)),
    )
    const once = () => enqueue(ctx, outside, { n: 1 }, { dedupe_key: 'a' })
    await Promise.all([once(), once(), once()])
    const many = ['a', 'b', 'c'].map((dedupe_key, n) => ({ payload: { n: n + 1 }, dedupe_key }))
    await enqueueAll(ctx, outside, many)
    await worker.drain()
    await Promise.all([once(), enqueueAll(ctx, outside, many)])
    await worker.drain()
    expect(done.sort()).toEqual([1, 2, 3])
  })

  test('can be for later', async () => {
    await enqueue(ctx, inside, { n: 1 }, { run_at: clock.now() + minute })
    const worker = new Worker(
      ctx,
      kindsDoing((ctx) => leaveMark(ctx, 'later')),
    )
    expect(await worker.drain()).toBe(0)
    clock.advance(minute)
    expect(await worker.drain()).toBe(1)
    expect(await marks(world)).toContain('later')
  })
})

describe.each([inside, outside])('a job whose work is $kind the transaction', (job) => {
  const failing = (times: number) => {
    let tries = 0
    const run = async () => {
      tries += 1
      if (tries <= times) throw new Error(`failure ${tries}`)
    }
    return { worker: new Worker(ctx, kindsDoing(run)), tries: () => tries }
  }

  test('is done and kept as done', async () => {
    await enqueue(ctx, job, { n: 1 })
    expect(await failing(0).worker.drain()).toBe(1)
    expect(await onlyJob(world)).toMatchObject({
      status: 'succeeded',
      attempts: 1,
      leased_until: null,
      last_error: null,
      finished_at: clock.now(),
    })
  })

  test('that fails is tried again after a growing time, until it succeeds', async () => {
    await enqueue(ctx, job, { n: 1 })
    const { worker, tries } = failing(3)
    for (const attempt of [1, 2, 3]) {
      await worker.drain()
      expect(tries()).toBe(attempt)
      const delay = retryDelay(attempt)
      const failed = {
        status: 'queued',
        attempts: attempt,
        run_at: clock.now() + delay,
        last_error: `failure ${attempt}`,
      }
      expect(await onlyJob(world)).toMatchObject(failed)
      clock.advance(delay - 1)
      expect(await worker.drain()).toBe(0)
      clock.advance(1)
    }
    await worker.drain()
    expect(await onlyJob(world)).toMatchObject({ status: 'succeeded', attempts: 4, last_error: null })
  })

  test('that never succeeds is dead after hours of trying, and says why', async () => {
    await enqueue(ctx, job, { n: 1 })
    const { worker, tries } = failing(Number.POSITIVE_INFINITY)
    const start = clock.now()
    for (let attempt = 0; attempt < mostAttempts + 5; attempt++) {
      await worker.drain()
      clock.advance(31 * minute)
    }
    expect(tries()).toBe(mostAttempts)
    const last_error = `failure ${mostAttempts}`
    const dead = await onlyJob(world)
    expect(dead).toMatchObject({ status: 'dead', attempts: mostAttempts, last_error, leased_until: null })
    expect((dead.finished_at ?? 0) - start).toBeGreaterThan(6 * hour)
  })

  test('rolls back a failed attempt that ran in its transaction', async () => {
    let tries = 0
    const worker = new Worker(
      ctx,
      kindsDoing(async (ctx) => {
        tries += 1
        await leaveMark(ctx, `${job.kind} try ${tries}`)
        if (tries === 1) throw new Error('in the middle')
      }),
    )
    await enqueue(ctx, job, { n: 1 })
    await worker.drain()
    clock.advance(hour)
    await worker.drain()
    const own = (await marks(world)).filter((name) => name.startsWith(job.kind))
    expect(own).toEqual(job === inside ? ['inside try 2'] : ['outside try 1', 'outside try 2'])
  })
})

test('one failing job holds up no other, and the delay grows up to half an hour', async () => {
  const done: number[] = []
  const worker = new Worker(
    ctx,
    kindsDoing(async (_ctx, { n }) => {
      if (n % 2) throw new Error('odd')
      done.push(n)
    }),
  )
  for (let n = 0; n < 100; n++) await enqueue(ctx, outside, { n })
  await worker.drain()
  expect(done.length).toBe(50)
  const delays = Array.from({ length: mostAttempts }, (_, n) => retryDelay(n + 1))
  expect(delays.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000])
  expect(Math.max(...delays)).toBe(30 * minute)
  expect(delays).toEqual([...delays].sort((a, b) => a - b))
})

test('a job of an unknown kind, or with a payload that is broken or does not fit, fails like any other', async () => {
  const queued = { status: 'queued' as const, attempts: 0, run_at: clock.now(), created_at: 0 }
  await enqueue(ctx, declareJob('no such kind', noPayload), {})
  await ctx.db
    .insertInto('jobs')
    .values(['{', '{"n":"secret"}'].map((payload) => ({ ...queued, kind: 'inside', payload })))
    .execute()
  await new Worker(
    ctx,
    kindsDoing(async () => {}),
  ).drain()
  const [unknown, broken, unfit] = await jobsIn(world)
  expect(unknown).toMatchObject({ status: 'queued', last_error: 'there is no kind of job called no such kind' })
  expect(broken).toMatchObject({ status: 'queued', attempts: 1 })
  const last_error = 'the payload does not fit this kind of job (n: Invalid input: expected number, received string)'
  expect(unfit).toMatchObject({ status: 'queued', attempts: 1, last_error })
})

test('a reason that no database takes is kept as far as it can be read', async () => {
  await enqueue(ctx, outside, { n: 1 })
  const filler = 'x'.repeat(484)
  const worker = new Worker(
    ctx,
    kindsDoing(async () => {
      throw new Error(`550 \0 gone \u{1b}[2J${filler}😀`)
    }),
  )
  expect(await worker.drain()).toBe(1)
  expect(await onlyJob(world)).toMatchObject({ status: 'queued', last_error: `550 � gone �[2J${filler}�` })
})

test('work outside that is done is not done again because its end could not be written down at once', async () => {
  await enqueue(ctx, outside, { n: 1 })
  let failures = 0
  const busy: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind !== 'UpdateQueryNode' || !JSON.stringify(node).includes('"succeeded"') || failures === 2)
        return node
      failures += 1
      throw new Error('database is locked')
    },
    transformResult: async ({ result }) => result,
  }
  let done = 0
  const kinds = kindsDoing(async () => {
    done += 1
  })
  const flaky = { ...ctx, db: ctx.db.withPlugin(busy) }
  expect(await new Worker(flaky, kinds).drain()).toBe(1)
  expect([done, failures]).toEqual([1, 2])
  expect(await onlyJob(world)).toMatchObject({ status: 'succeeded', attempts: 1 })
})
