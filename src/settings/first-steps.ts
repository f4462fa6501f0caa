import { record } from '../activity/record.ts'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { settingsChanged } from './activity.ts'
import { areFirstStepsHidden, hideFirstSteps as storeHidden } from './queries.ts'

export { areFirstStepsHidden }

/** Takes the list of first steps off the home page of every admin, for good. */
export async function hideFirstSteps(ctx: Context, actor: Actor): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    if (!(await storeHidden(ctx))) return
    await record(ctx, settingsChanged, {
      actor_id: actor.id,
      before: { first_steps_hidden: null },
      after: { first_steps_hidden: true },
    })
  })
}
