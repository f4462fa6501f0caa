import type { Context } from '#context'
import { whenCommitted } from '#platform/db/transaction.ts'
import type { Action, Fact } from '../action.ts'

export function publishSignals<F extends Fact>(ctx: Context, action: Action<F>, facts: F[]): void {
  const { signals } = action
  if (!signals) return
  whenCommitted(ctx, () => {
    for (const signal of facts.flatMap(signals)) ctx.live.send(signal)
  })
}
