import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import type { StartedSession } from '#people/sessions/sessions.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { personOf } from '#platform/identity/people.ts'

export const personJson = z
  .object({
    id: z.int(),
    username: z.string(),
    display_name: z.string(),
    profile_icon: z.string(),
    is_staff: z.boolean(),
  })
  .meta({ id: 'Person' })

export const accountJson = personJson
  .extend({
    email: z.string().meta({ description: 'Empty for an account without an address.' }),
    email_verified: z.boolean(),
    pending_email: z.string().nullable(),
    lost_email: z.string().nullable().meta({
      description: 'The address that this account had named, without having confirmed it, when another account did.',
    }),
    account_type: z.enum(['customer', 'assistant', 'admin']),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Account' })

export const sessionJson = z.object({
  account: accountJson,
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_at: z.iso.datetime(),
  awaits_second_step: z.boolean().meta({ description: 'Whether the token is good for nothing but the second step.' }),
})

export const registeredJson = z.object({ account: accountJson, session: sessionJson.nullable() })

/** One's own account, with what nobody else sees. */
export const showAccount = (account: Account): z.input<typeof accountJson> => ({
  ...personOf(account),
  email: account.email,
  email_verified: account.email_verified_at !== null,
  pending_email: account.pending_email,
  lost_email: account.lost_email,
  account_type: account.account_type,
  created_at: isoTime(account.created_at),
})

export const showSession = ({
  account,
  token,
  expires_at,
  awaits_second_step,
}: StartedSession): z.input<typeof sessionJson> => ({
  account: showAccount(account),
  access_token: token,
  token_type: 'Bearer',
  expires_at: isoTime(expires_at),
  awaits_second_step,
})
