import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import { accountJson, showAccount } from '#people/accounts/json.ts'
import type { StartedSession } from './sessions.ts'

export const sessionJson = z.object({
  account: accountJson,
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_at: z.iso.datetime(),
  second_factor_required: z.boolean().meta({ description: 'Whether the token is only valid for the second step.' }),
})

export const registeredJson = z.object({ account: accountJson, session: sessionJson.nullable() })

export const showSession = ({
  account,
  token,
  expires_at,
  second_factor_required,
}: StartedSession): z.input<typeof sessionJson> => ({
  account: showAccount(account),
  access_token: token,
  token_type: 'Bearer',
  expires_at: isoTime(expires_at),
  second_factor_required,
})
