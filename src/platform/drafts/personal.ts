import { z } from 'zod'
import type { PersonalData } from '#context'
import { isoTime } from '#lib/format-time.ts'
import { listDrafts } from './queries.ts'

export const personalDrafts: PersonalData = {
  members: {
    drafts: z
      .array(z.object({ place: z.string(), fields: z.record(z.string(), z.string()), saved_at: z.iso.datetime() }))
      .meta({ description: 'What was typed and not sent yet.' }),
  },
  read: async (ctx, actor) => ({
    drafts: (await listDrafts(ctx, actor.id)).map(({ place, fields, saved_at }) => ({
      place,
      fields: JSON.parse(fields),
      saved_at: isoTime(Number(saved_at)),
    })),
  }),
  deleted: { drafts: 'place' },
}
