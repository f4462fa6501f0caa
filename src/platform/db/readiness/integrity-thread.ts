import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'

// Runs an integrity check in a thread: it reads the whole file, and posts "ok" or the first fault.

const file = new BetterSqlite(workerData as string, { readonly: true, fileMustExist: true, timeout: 5000 })
try {
  parentPort?.postMessage(file.prepare('pragma quick_check(1)').pluck().get())
} finally {
  file.close()
}
