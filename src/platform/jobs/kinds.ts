import type { Context } from '#context'

/**
 * What a kind of job does. It may be run twice, when a worker died in the middle: with `inTransaction`
 * its effects and its end are one transaction, otherwise it must see to it itself that they come once.
 */
export interface JobKind {
  inTransaction: boolean
  run(ctx: Context, payload: never): Promise<void>
}

export type JobKinds = Record<string, JobKind>
