import { parentPort } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import type { Done, Order } from './disk-thread.ts'

// Runs in a thread: copies pages from the write-ahead log into the database file.

/** Pages of 4 kB. A longer log is restarted, for which writers wait until its last pages have been copied. */
const pagesOfLongLog = 4000

parentPort?.on('message', ({ id, path }: Order) => {
  let failure: string | null = null
  try {
    checkpoint(path)
  } catch (error) {
    failure = String(error)
  }
  parentPort?.postMessage({ id, failure } satisfies Done)
})

function checkpoint(path: string): void {
  const file = new BetterSqlite(path, { fileMustExist: true, timeout: 100 })
  try {
    file.pragma('synchronous = NORMAL')
    const [state] = file.pragma('wal_checkpoint(PASSIVE)') as { log: number }[]
    if (state && state.log > pagesOfLongLog) file.pragma('wal_checkpoint(RESTART)')
  } finally {
    file.close()
  }
}
