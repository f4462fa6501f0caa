export type Flush<Context, T> = (ctx: Context, items: T[]) => Promise<void>

/** What a running transaction still has to do. */
export interface Closing<Context> {
  /** Rows that are written together just before the commit. */
  collected: Map<Flush<Context, never>, unknown[]>
  /** Topics that are published together after the commit. */
  topics: Set<string>
  /** Called after the commit. */
  afterCommit: (() => void)[]
}
