import type { KyselyPlugin } from 'kysely'
import pino from 'pino'
import { expect, test, vi } from 'vitest'
import { StorageError } from '#platform/db/storage-error.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobsTopic } from '#platform/live/publish.ts'
import { startApp } from '../support/world.ts'

const { ctx } = await startApp()

test('a database fault is logged once a minute, not each time the queue is polled', async () => {
  const lines: string[] = []
  let looked = 0
  const full: KyselyPlugin = {
    transformQuery() {
      looked += 1
      throw new StorageError('full', 'database or disk is full')
    },
    transformResult: async ({ result }) => result,
  }
  const worker = new Worker(
    {
      ...ctx,
      db: ctx.db.withPlugin(full),
      log: pino({}, { write: (line) => lines.push(JSON.parse(line).msg) }),
    },
    [],
  )
  worker.start()
  for (let times = 2; times < 8; times += 2) {
    await vi.waitUntil(() => looked >= times)
    ctx.live.send([jobsTopic])
  }
  await worker.stop()
  expect(lines).toEqual(['the job queue cannot be worked on'])
})
