/**
 * Slow work on rows: a pure function of rows, which are read lazily, of an input, and of the number of ids by which the
 * rows were read. Rows, input and result must be cloneable. Only the thread loads its module, which must import no
 * database, no context and no library that it does not need.
 */
export type Work = (rows: Iterable<never>, input: never, count: number) => unknown

/** Where the thread finds the function, with its type. */
export interface HeavyTask<W extends Work = Work> {
  /** A specifier for `import()`. */
  module: string
  name: string
  /** Never set: it carries the type. */
  work?: W
}

/** @param module from `import.meta.resolve` */
export const heavyTask = <W extends Work>(module: string, name: string): HeavyTask<W> => ({ module, name })

export type RowOf<W extends Work> = Parameters<W>[0] extends Iterable<infer R> ? R : never
export type InputOf<W extends Work> = Parameters<W>[1]
