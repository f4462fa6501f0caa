import { z } from 'zod'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { apiTokenJson, newApiTokenJson, showApiToken } from './json.ts'
import { newToken } from './schemas.ts'
import { makeToken, ownTokens, revokeOwnToken } from './tokens.ts'

const at = '/me/api-tokens'

export const apiTokenApi = [
  api.get(
    at,
    {
      summary: 'Your personal API tokens, newest first; an expired one is listed for 30 days',
      for: 'member',
      scope: 'session',
      answers: { 200: z.object({ api_tokens: z.array(apiTokenJson) }) },
    },
    async ({ ctx, actor }) => ok({ api_tokens: (await ownTokens(ctx, actor)).map(showApiToken) }),
  ),
  api.post(
    at,
    {
      summary: 'Make a personal API token, for a program; 20 at most',
      for: 'member',
      body: newToken,
      reauthenticate: true,
      idempotent: false,
      answers: { 201: newApiTokenJson },
    },
    async ({ ctx, actor, body }) => {
      const { token, ...made } = await makeToken(ctx, actor, body)
      return created(`/api/v1${at}`, { api_token: showApiToken(made), token })
    },
  ),
  api.delete(
    `${at}/:id`,
    {
      summary: 'Revoke a personal API token; it stops working at once',
      for: 'member',
      params: idParams,
      idempotent: false,
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await revokeOwnToken(ctx, actor, params.id)
      return nothing
    },
  ),
]
