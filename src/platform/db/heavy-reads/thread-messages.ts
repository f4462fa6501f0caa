import type { HeavyTask } from './task.ts'

export interface ThreadOptions {
  /** The SQLite file to read, or null where another engine runs the statements. */
  path: string | null
}

/** A statement, a task, or a statement and what is to be made of its rows. */
export interface Job {
  statement?: { sql: string; parameters: readonly unknown[] }
  /** Where another engine has read them already. */
  rows?: unknown[]
  task?: HeavyTask
  input?: unknown
}

export type Outcome = { result: unknown } | { error: { message: string; code?: string } }
