import type { Context } from '#context'
import { amongIds } from '#platform/db/dialect.ts'
import { type Viewer, visibleCondition } from './visibility.ts'

/** Of these, the events that the viewer may see. */
export const listSubjects = (ctx: Context, viewer: Viewer, ids: number[]) =>
  ctx.db
    .selectFrom('events')
    .select(['id', 'title', 'location', 'starts_at', 'cancelled_at', 'cancel_reason'])
    .where(amongIds(ctx.db, 'events.id', JSON.stringify(ids)))
    .where(visibleCondition(viewer))
    .execute()
