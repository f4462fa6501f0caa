/**
 * Work on rows that can take long: a pure function of rows, each of which is read when it comes to it, of an input, and
 * of how many ids the rows were read by. Rows and input can be cloned, as can what it returns. Its module is loaded by
 * the thread alone; it imports no database, no context and no library that it does not need.
 */
export type Work = (rows: Iterable<never>, input: never, count: number) => unknown

/** Where the thread finds the function; its type goes with it. */
export interface HeavyTask<W extends Work = Work> {
  /** As `import()` takes it. */
  module: string
  name: string
  /** Never set: it carries the type. */
  work?: W
}

/** @param module from `import.meta.resolve` */
export const heavyTask = <W extends Work>(module: string, name: string): HeavyTask<W> => ({ module, name })

export type RowOf<W extends Work> = Parameters<W>[0] extends Iterable<infer R> ? R : never
export type InputOf<W extends Work> = Parameters<W>[1]
