import { z } from 'zod'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { tokenScopes } from '#platform/identity/actor.ts'
import type { ApiToken } from './tokens.ts'

const time = z.iso.datetime()

export const apiTokenJson = z
  .object({
    id: z.int(),
    name: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    created_at: time,
    expires_at: time,
    expired: z.boolean(),
    last_used_at: time.nullable().meta({ description: 'To within five minutes.' }),
    last_address: z.string().nullable(),
  })
  .meta({ id: 'ApiToken' })

export const newApiTokenJson = z.object({
  api_token: apiTokenJson,
  token: z.string().meta({ description: 'The token itself, beginning with `smt_`. It is shown only once.' }),
})

export const showApiToken = (token: ApiToken): z.input<typeof apiTokenJson> => ({
  ...token,
  created_at: isoTime(token.created_at),
  expires_at: isoTime(token.expires_at),
  last_used_at: timeOrNull(token.last_used_at),
})
