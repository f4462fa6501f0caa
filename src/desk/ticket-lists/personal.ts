import { z } from 'zod'
import type { PersonalData } from '#context'
import { ownViewsOf } from './saved-views.ts'

export const personalViews: PersonalData = {
  members: { saved_views: z.array(z.object({ name: z.string(), address: z.string() })) },
  read: async (ctx, actor) => ({
    saved_views: (await ownViewsOf(ctx, actor)).map(({ name, address }) => ({ name, address })),
  }),
  deleted: { saved_views: 'id' },
}
