/** Transactions that have ended and are committed together, so that they wait for the disk once. */
export class GroupCommit {
  /** Whether the group is closed to further transactions. */
  isDue = false
  /** Why the commit failed. */
  failure: unknown = null
  /** Resolves when the group has been committed or has failed; never rejects. */
  readonly ended = Promise.withResolvers<void>()
  readonly onDisk = Promise.withResolvers<void>()

  fail(error: unknown): void {
    this.failure = error
    this.onDisk.reject(error)
    this.ended.resolve()
  }
}
