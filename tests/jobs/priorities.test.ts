import { expect, test } from 'vitest'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue, enqueueAll, furtherJobsJob } from '#platform/jobs/jobs.ts'
import { priorities } from '#platform/jobs/priorities.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { startApp } from '../support/world.ts'
import { emptyQueue, jobsIn, kindsDoing, numbered, outside } from './queue.ts'

const world = await startApp()
const { ctx } = world

test.each([
  ['urgent', 'ordinary'],
  ['ordinary', 'urgent'],
  ['ordinary', 'mail'],
  ['mail', 'ordinary'],
] as const)('%s jobs are done while many %s ones take long', async (quick, slow) => {
  await emptyQueue(world)
  const [begun, done, go] = [0, 1, 2].map(() => Promise.withResolvers<void>())
  const worker = new Worker(
    ctx,
    kindsDoing(async (_ctx, { n }) => {
      if (n < 0) return done?.resolve()
      begun?.resolve()
      await go?.promise
    }),
  )
  for (let n = 0; n < 50; n++) await enqueue(ctx, outside, { n }, { priority: slow })
  worker.start()
  await begun?.promise
  await enqueue(ctx, outside, { n: -1 }, { priority: quick })
  await done?.promise
  go?.resolve()
  await worker.stop()
})

test.each(['urgent', 'ordinary', 'mail'] as const)(
  'a slow %s job keeps waiting no other of its kind',
  async (priority) => {
    await emptyQueue(world)
    const [most, later, go] = [0, 1, 2].map(() => Promise.withResolvers<void>())
    let done = 0
    const worker = new Worker(
      ctx,
      kindsDoing(async (_ctx, { n }) => {
        if (n === 0) await go?.promise
        if (n < 0) later?.resolve()
        done += 1
        if (done === 99) most?.resolve()
      }),
    )
    for (let n = 0; n < 100; n++) await enqueue(ctx, outside, { n }, { priority })
    worker.start()
    await most?.promise
    await enqueue(ctx, outside, { n: -1 }, { priority })
    await later?.promise
    go?.resolve()
    await worker.stop()
    expect(done).toBe(101)
  },
)

test('mails of many go behind what somebody waits for', async () => {
  await emptyQueue(world)
  const order: number[] = []
  await enqueueAll(
    ctx,
    outside,
    [1, 2, 3].map((n) => ({ payload: { n }, dedupe_key: `bulk ${n}` })),
  )
  await enqueue(ctx, outside, { n: 0 }, { priority: 'urgent' })
  const worker = new Worker(
    ctx,
    kindsDoing(async (_ctx, { n }) => order.push(n)),
  )
  await worker.drain()
  // The others run at the same time.
  expect([order[0], [...order].sort()]).toEqual([0, [0, 1, 2, 3]])
  expect((await jobsIn(world)).every(({ status }) => status === 'succeeded')).toBe(true)
})

test('a kind that sends mails holds up no others, however it is enqueued', async () => {
  await emptyQueue(world)
  const mail = defineJob('mail', numbered, async () => {}, { mails: true })
  const many = Array.from({ length: 501 }, (_, n) => ({ payload: { n }, dedupe_key: `portion ${n}` }))
  await enqueue(ctx, mail, { n: 0 })
  await enqueueAll(ctx, mail, many)
  await new Worker(ctx, [mail, furtherJobsJob]).drain()
  const mails = (await jobsIn(world)).filter(({ kind }) => kind === mail.kind)
  expect(mails).toHaveLength(502)
  expect(new Set(mails.map(({ priority }) => priority))).toEqual(new Set([priorities.mail]))
})
