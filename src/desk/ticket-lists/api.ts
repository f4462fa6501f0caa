import { z } from 'zod'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { savedViewJson, savedViewListJson, showView } from './json.ts'
import { removeView, renameView, savedViewsOf, saveView } from './saved-views.ts'
import { newView, viewRenaming } from './schemas.ts'

const renamed = z.object({ id: z.int(), name: z.string() })

export const searchApi = [
  api.get(
    '/saved-views',
    { summary: 'Lists of tickets that one has saved', for: 'member', answers: { 200: savedViewListJson } },
    async ({ ctx, actor }) => ok({ saved_views: (await savedViewsOf(ctx, actor)).map(showView) }),
  ),
  api.post(
    '/saved-views',
    { summary: 'Save a list of tickets under a name', for: 'member', body: newView, answers: { 201: savedViewJson } },
    async ({ ctx, actor, body }) => created('/api/v1/saved-views', showView(await saveView(ctx, actor, body))),
  ),
  api.patch(
    '/saved-views/:id',
    { summary: 'Rename a saved list', for: 'member', params: idParams, body: viewRenaming, answers: { 200: renamed } },
    async ({ ctx, actor, params, body }) => {
      await renameView(ctx, actor, params.id, body.name)
      return ok({ id: params.id, name: body.name })
    },
  ),
  api.delete(
    '/saved-views/:id',
    { summary: 'Remove a saved list', for: 'member', params: idParams, answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await removeView(ctx, actor, params.id)
      return nothing
    },
  ),
]
