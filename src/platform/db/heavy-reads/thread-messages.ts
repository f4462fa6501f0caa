import type { HeavyTask } from './task.ts'

export interface ThreadOptions {
  /** The SQLite file to read, or null where another engine runs the statements. */
  path: string | null
}

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** A statement that reads by ids: where among its parameters they stand, as a JSON array. */
export interface ReadById extends Statement {
  places: number[]
}

export const withIds = ({ sql, parameters, places }: ReadById, ids: readonly number[]): Statement => {
  const all = JSON.stringify(ids)
  return { sql, parameters: parameters.map((value, place) => (places.includes(place) ? all : value)) }
}

export const idsOf = (found: unknown[]): number[] => (found as { id: number }[]).map(({ id }) => id)

/** A statement; or a task on what is read by ids that are given, or that the statement finds. */
export interface Job {
  statement?: Statement
  task?: HeavyTask
  input?: unknown
  ids?: readonly number[]
  read?: ReadById
  /** In place of `read` where another engine has read them already. */
  rows?: unknown[]
}

/** What becomes of a job with a task. */
export interface Made {
  found: unknown[]
  made: unknown
}

export type Outcome = { result: unknown } | { error: { message: string; code?: string } }
