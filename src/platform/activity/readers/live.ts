import type { Context } from '#context'
import { publish } from '#platform/live/publish.ts'
import type { Action, Fact } from '../action.ts'

/** Makes open pages reload once the transaction has been committed. */
export function publishTopics<F extends Fact>(ctx: Context, { topics }: Action<F>, facts: F[]): void {
  if (topics) publish(ctx, ...facts.flatMap(topics))
}
