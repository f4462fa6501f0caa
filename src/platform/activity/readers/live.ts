import type { Context } from '#context'
import { publish } from '#platform/live/publish.ts'
import type { Action, Fact } from '../action.ts'

/** Has open pages look again once the change is committed. */
export function publishTopics<F extends Fact>(ctx: Context, { topics }: Action<F>, facts: F[]): void {
  if (topics) publish(ctx, ...facts.flatMap(topics))
}
