import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { PictureOwner } from '#platform/files/owners.ts'
import { storePicture, type UploadedPicture } from '#platform/files/pictures.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { eventChanged } from './activity.ts'
import { getEventForUpdate } from './events.ts'
import { setPicture, showsPicture } from './picture-queries.ts'
import { refuseCancelled, refuseOthers } from './refusals.ts'

/** Everybody who may see one of the events that show it. */
export const eventPictures: PictureOwner = {
  kind: 'event',
  maySee: (ctx, actor, pictureId) =>
    ctx.settings.current.events ? showsPicture(ctx, actor, pictureId) : Promise.resolve(false),
  usedIn: { table: 'events', column: 'picture_id' },
}

/**
 * Sets or removes an event's picture. A picture that no event references is deleted later: copies of an event share it.
 *
 * @throws forbidden for everybody but the host and staff
 */
export function changePicture(ctx: Context, actor: Actor, id: number, picture: UploadedPicture | null): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, id)
    refuseOthers(actor, event)
    refuseCancelled(event)
    if (picture === null && event.picture_id === null) return
    await setPicture(ctx, id, picture && (await storePicture(ctx, picture)))
    const fact = { actor_id: actor.id, event, before: {}, after: { changed: ['picture'] }, to: [] }
    await record(ctx, eventChanged, fact)
  })
}
