import type { HeavyTask } from './task.ts'

export interface ThreadOptions {
  /** The SQLite file to read; null if another engine runs the statements. */
  path: string | null
}

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** A statement that reads by ids: the position of the parameter that is a JSON array of ids. */
export interface ReadById extends Statement {
  places: number[]
}

export const withIds = ({ sql, parameters, places }: ReadById, ids: readonly number[]): Statement => {
  const all = JSON.stringify(ids)
  return { sql, parameters: parameters.map((value, place) => (places.includes(place) ? all : value)) }
}

export const idsOf = (found: unknown[]): number[] => (found as { id: number }[]).map(({ id }) => id)

/** A statement, or a task on rows read by ids that are given or that the statement finds. */
export interface Job {
  statement?: Statement
  task?: HeavyTask
  input?: unknown
  ids?: readonly number[]
  read?: ReadById
  /** Rows that another engine has read already, in place of `read`. */
  rows?: unknown[]
}

/** The result of a job with a task. */
export interface Made {
  found: unknown[]
  made: unknown
}

export type Outcome = { result: unknown } | { error: { message: string; code?: string } }
