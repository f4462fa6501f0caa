import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import type { Job, Outcome, ThreadOptions } from './thread-messages.ts'

// What runs in the thread. It loads as little as it can: every module here is held in memory a second time.

const { path } = workerData as ThreadOptions
const file = path === null ? null : openFile(path)
const statements = new Map<string, BetterSqlite.Statement>()
const mostStatements = 100

function openFile(path: string) {
  const file = new BetterSqlite(path, { readonly: true, timeout: 5000 })
  file.pragma('cache_size = -4000')
  return file
}

function prepared(sql: string): BetterSqlite.Statement {
  if (!file) throw new Error('the thread has no database')
  let statement = statements.get(sql)
  if (!statement) {
    if (statements.size >= mostStatements) statements.clear()
    statement = file.prepare(sql)
    statements.set(sql, statement)
  }
  return statement
}

async function work({ statement, rows, task, input }: Job): Promise<unknown> {
  const query = statement && prepared(statement.sql)
  const parameters = statement?.parameters ?? []
  if (task === undefined) return query?.all(...parameters)
  const { [task.name]: run } = (await import(task.module)) as Record<
    string,
    (rows: Iterable<unknown>, input: unknown) => unknown
  >
  if (!run) throw new Error(`there is no task ${task.name}`)
  if (!query) return run(rows ?? [], input)
  const read = query.iterate(...parameters)
  try {
    return run(read, input)
  } finally {
    // Until then the connection reads nothing else.
    read.return?.()
  }
}

parentPort?.on('message', (job: Job) => {
  work(job).then(
    (result) => answer({ result }),
    (error) => answer({ error: { message: String(error?.message ?? error), code: error?.code } }),
  )
})

const answer = (outcome: Outcome) => parentPort?.postMessage(outcome)
answer({ result: 'ready' })
