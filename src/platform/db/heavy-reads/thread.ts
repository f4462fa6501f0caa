import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import { SqliteStatements } from '../sqlite/statements.ts'
import type { HeavyTask } from './task.ts'
import {
  idsOf,
  type Job,
  type Made,
  type Outcome,
  type Statement,
  type ThreadOptions,
  withIds,
} from './thread-messages.ts'

// Runs in the thread. It imports as little as possible: every module here is loaded a second time.

const { path } = workerData as ThreadOptions
const statements = path === null ? null : new SqliteStatements(openFile(path), 100)

function openFile(path: string) {
  const file = new BetterSqlite(path, { readonly: true, timeout: 5000 })
  file.pragma('cache_size = -4000')
  return file
}

function prepared(sql: string): BetterSqlite.Statement {
  if (!statements) throw new Error('the thread has no database')
  return statements.of(sql)
}

const all = ({ sql, parameters }: Statement): unknown[] => prepared(sql).all(...parameters)

type TaskFunction = (rows: Iterable<unknown>, input: unknown, count: number) => unknown
/** Caches imports: importing a module again takes 60 µs. */
const functions = new Map<string, TaskFunction>()

async function functionOf({ module, name }: HeavyTask): Promise<TaskFunction> {
  const key = `${name} ${module}`
  const known = functions.get(key)
  if (known) return known
  const { [name]: found } = (await import(module)) as Record<string, TaskFunction>
  if (!found) throw new Error(`there is no task ${name}`)
  functions.set(key, found)
  return found
}

async function work({ statement, task, input, ids, read, rows }: Job): Promise<unknown[] | Made> {
  const found = statement ? all(statement) : []
  if (task === undefined) return found
  const run = await functionOf(task)
  const known = ids ?? idsOf(found)
  if (!read || known.length === 0) return { found, made: run(rows ?? [], input, known.length) }
  const { sql, parameters } = withIds(read, known)
  const each = prepared(sql).iterate(...parameters)
  try {
    return { found, made: run(each, input, known.length) }
  } finally {
    // The connection can read nothing else until the iterator is closed.
    each.return?.()
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
