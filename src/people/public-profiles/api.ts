import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { publicProfileJson, showPublicProfile } from './json.ts'
import { getPublicAccount } from './profiles.ts'
import { usernameParams } from './schemas.ts'

export const publicProfileApi = [
  api.get(
    '/people/:username',
    {
      summary: 'Somebody’s public profile',
      for: 'member',
      params: usernameParams,
      answers: { 200: publicProfileJson },
    },
    async ({ ctx, params }) => ok(showPublicProfile(await getPublicAccount(ctx, params.username))),
  ),
]
