import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import type { Contact } from '#people/conversations/contact.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'

export const publicProfileJson = personJson
  .extend({
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    created_at: z.iso.datetime(),
    may_message: z.boolean().meta({ description: 'Whether you may write to this person now.' }),
    conversation_id: z.int().nullable().meta({ description: 'Of the conversation you have with this person.' }),
    blocked_by_you: z.boolean(),
  })
  .meta({ id: 'PublicProfile' })

export const showPublicProfile = (
  account: Account,
  { may_message, conversation_id, blocked_by_you }: Contact,
): z.input<typeof publicProfileJson> => ({
  ...personOf(account),
  first_name: account.first_name,
  last_name: account.last_name,
  created_at: isoTime(account.created_at),
  may_message,
  conversation_id,
  blocked_by_you,
})
