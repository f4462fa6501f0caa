import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'

// What runs in the thread that takes full-text tables away: it empties their indexes, which is most of them, a few rows
// at a time, so that nobody waits long to write, and then drops them.

export interface TableRemoval {
  path: string
  tables: string[]
  /** Milliseconds. */
  runFor: number
}

/** Of about 4 kB each: so many take a few milliseconds. */
const rowsAtOnce = 300

const { path, tables, runFor } = workerData as TableRemoval
const until = performance.now() + runFor
const file = new BetterSqlite(path, { fileMustExist: true, timeout: 5000 })
try {
  // Only so does SQLite let rows of an index be deleted past its table.
  file.unsafeMode(true)
  file.pragma('synchronous = normal')
  parentPort?.postMessage(!(await removed()))
} finally {
  file.close()
}

/** Whether all are gone before the time is up. */
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
