export type Flush<Context, T> = (ctx: Context, items: T[]) => Promise<void>

/** What a running transaction still has to do. */
export interface Closing<Context> {
  /** Written together as the last thing before the commit. */
  collected: Map<Flush<Context, never>, unknown[]>
  /** What open pages are told of once the commit has succeeded, all at once. */
  topics: Set<string>
  /** Done once the commit has succeeded. */
  afterCommit: (() => void)[]
}
