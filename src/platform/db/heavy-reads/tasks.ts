/**
 * Work on rows that can take long, by name: pure functions of rows and an input, both of which can be cloned, as can
 * what they return. A task's module is loaded by the thread alone; it imports no database, no context and no library
 * that it does not need.
 */
export const tasks = {
  excerpts: async () => (await import('#desk/ticket-lists/excerpts.ts')).excerptsOf,
  fits: async () => (await import('#desk/ticket-lists/excerpts.ts')).fitsOf,
}

export type TaskName = keyof typeof tasks
type Task<N extends TaskName> = Awaited<ReturnType<(typeof tasks)[N]>>
export type RowOf<N extends TaskName> = Parameters<Task<N>>[0][number]
export type InputOf<N extends TaskName> = Parameters<Task<N>>[1]
export type ResultOf<N extends TaskName> = ReturnType<Task<N>>
