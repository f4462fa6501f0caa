import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { settingsChanged } from './activity.ts'
import { areFirstStepsHidden, hideFirstSteps as storeHidden } from './queries.ts'

export { areFirstStepsHidden }

/** Hides the list of first steps on every admin's home page, for good. */
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
