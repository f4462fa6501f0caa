import type { Context } from '#context'
import { type Viewer, visibleCondition } from './visibility.ts'

export async function setPicture(ctx: Context, id: number, picture_id: string | null): Promise<void> {
  await ctx.db.updateTable('events').set({ picture_id }).where('id', '=', id).execute()
}

/** Whether an event that the viewer may see shows this picture. */
export async function showsPicture(ctx: Context, viewer: Viewer, pictureId: string): Promise<boolean> {
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('picture_id', '=', pictureId)
    .where(visibleCondition(viewer))
    .limit(1)
    .executeTakeFirst()
  return event !== undefined
}
