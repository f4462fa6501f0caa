import { fdatasyncSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { Done, Order } from './disk-thread.ts'

// What runs in the thread that waits for the disk after commits.

parentPort?.on('message', ({ id, fd }: Order) => {
  let failure: string | null = null
  try {
    fdatasyncSync(fd)
  } catch (error) {
    failure = (error as NodeJS.ErrnoException).code ?? String(error)
  }
  parentPort?.postMessage({ id, failure } satisfies Done)
})
