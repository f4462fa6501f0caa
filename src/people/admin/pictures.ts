import type { Context } from '#context'
import { setPicture } from '#people/accounts/picture.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getLiveAccount } from './accounts.ts'
import { accountRenamed } from './activity.ts'

/** Removes an unsuitable uploaded picture; the icon is shown again. */
export async function removePictureOf(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, id)
    if (await setPicture(ctx, await getLiveAccount(ctx, id), null))
      await record(ctx, accountRenamed, { actor_id: actor.id, account_id: id, changed: ['picture'] })
  })
}
