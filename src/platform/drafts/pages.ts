import { z } from 'zod'
import { ok } from '#platform/http/answer.ts'
import { jsonField, typed } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { placePattern, saveDraft } from './drafts.ts'

const draft = z.strictObject({
  place: typed.refine((text) => text.length <= 60 && placePattern.test(text), 'There is no such place.'),
  fields: jsonField(z.record(z.string(), typed), 'Must be JSON.'),
  key: typed.refine((text) => text.length <= 200, 'This is too long.').optional(),
})

/** The page's script saves drafts here shortly after each change. */
export const draftPages = [
  page.post('/drafts', { for: 'member', body: draft, idempotent: false }, async ({ ctx, actor, body }) =>
    ok(await saveDraft(ctx, actor.id, body.place, body.fields, body.key)),
  ),
]
