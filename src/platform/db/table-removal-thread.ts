import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'

// Runs in a thread: removes full-text tables. It first empties their indexes, which are most of them, a few rows at a
// time, so that writers do not wait long, and then drops them.

export interface TableRemoval {
  path: string
  tables: string[]
  /** Milliseconds. */
  runFor: number
}

/** Rows of about 4 kB: these take a few milliseconds. */
const rowsAtOnce = 300

const { path, tables, runFor } = workerData as TableRemoval
const until = performance.now() + runFor
const file = new BetterSqlite(path, { fileMustExist: true, timeout: 5000 })
try {
  // Needed to delete rows of an index directly.
  file.unsafeMode(true)
  file.pragma('synchronous = normal')
  parentPort?.postMessage(!(await removed()))
} finally {
  file.close()
}

/** Whether everything was removed within the time. */
async function removed(): Promise<boolean> {
  const exists = file.prepare('select 1 from sqlite_schema where name = ?')
  for (const table of tables.filter((name) => exists.get(name))) {
    const empty = file.prepare(
      `delete from ${table}_data where id in (select id from ${table}_data order by id desc limit ${rowsAtOnce})`,
    )
    for (let changes = rowsAtOnce; changes === rowsAtOnce; ) {
      if (performance.now() > until) return false
      changes = empty.run().changes
      await pause(5)
    }
    file.exec(`drop table ${table}`)
  }
  return true
}
