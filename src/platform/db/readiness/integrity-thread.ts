import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'

// What runs in the thread of an integrity check: it reads the whole file, and says "ok" or what is wrong with it first.

const file = new BetterSqlite(workerData as string, { readonly: true, fileMustExist: true, timeout: 5000 })
try {
  parentPort?.postMessage(file.prepare('pragma quick_check(1)').pluck().get())
} finally {
  file.close()
}
