/** Transactions that have ended and are committed as one, so that all of them wait for the disk once. */
export class GroupCommit {
  /** Nobody joins any more. */
  isDue = false
  /** Why nothing of it was stored. */
  failure: unknown = null
  /** Others may go on; never rejected. */
  readonly ended = Promise.withResolvers<void>()
  readonly onDisk = Promise.withResolvers<void>()

  fail(error: unknown): void {
    this.failure = error
    this.onDisk.reject(error)
    this.ended.resolve()
  }
}
