import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { PictureOwner } from '#platform/files/owners.ts'
import { removeFile, storePicture, type UploadedPicture } from '#platform/files/pictures.ts'
import { type Account, updateAccount } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { lockUsable } from './account-lock.ts'
import { profileChanged } from './activity.ts'

/** Every member may see everybody's picture. */
export const profilePictures: PictureOwner = {
  kind: 'profile',
  maySee: async (_ctx, actor) => actor !== null,
  usedIn: { table: 'accounts', column: 'picture_id' },
}

/** Shows an uploaded picture in place of the icon. */
export const replacePicture = (ctx: Context, actor: Actor, picture: UploadedPicture): Promise<Account> =>
  withTransaction(ctx, async (ctx) => changePicture(ctx, actor, await storePicture(ctx, picture)))

/** Shows the icon again. */
export const removePicture = (ctx: Context, actor: Actor): Promise<Account> =>
  withTransaction(ctx, (ctx) => changePicture(ctx, actor, null))

async function changePicture(ctx: Context, actor: Actor, picture_id: string | null): Promise<Account> {
  const account = await lockUsable(ctx, actor.id)
  if (await setPicture(ctx, account, picture_id))
    await record(ctx, profileChanged, { actor_id: actor.id, changed: ['picture'] })
  return { ...account, picture_id }
}

/**
 * Called in a transaction that has locked the account.
 *
 * @returns false if nothing changes
 */
export async function setPicture(ctx: Context, account: Account, picture_id: string | null): Promise<boolean> {
  if (account.picture_id === picture_id) return false
  await updateAccount(ctx, account.id, { picture_id })
  await removeFile(ctx, account.picture_id)
  return true
}
