import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'

export const accountJson = personJson
  .extend({
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    email: z.string().meta({ description: 'Empty for an account without an address.' }),
    email_verified: z.boolean(),
    email_refused: z.boolean().meta({ description: 'Whether the mail server rejected the address permanently.' }),
    pending_email: z.string().nullable(),
    pending_email_refused: z.boolean().meta({ description: 'The same of the address that is to be confirmed.' }),
    lost_email: z.string().nullable().meta({
      description: 'The address that this account had named, without having confirmed it, when another account did.',
    }),
    account_type: z.enum(['customer', 'assistant', 'admin']),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Account' })

/** The person's own account, with private data. */
export const showAccount = (account: Account): z.input<typeof accountJson> => ({
  ...personOf(account),
  first_name: account.first_name,
  last_name: account.last_name,
  email: account.email,
  email_verified: account.email_verified_at !== null,
  email_refused: account.email_refused_at !== null,
  pending_email: account.pending_email,
  pending_email_refused: account.pending_email !== null && account.pending_email_refused_at !== null,
  lost_email: account.lost_email,
  account_type: account.account_type,
  created_at: isoTime(account.created_at),
})

const forStaff = { description: 'For staff; null for others.' }

export const otherAccountJson = personJson
  .extend({
    created_at: z.iso.datetime(),
    email: z.string().nullable().meta(forStaff),
    email_verified: z.boolean().nullable().meta(forStaff),
    email_refused: z.boolean().nullable().meta(forStaff),
  })
  .meta({ id: 'OtherAccount' })

/** Another account; for staff with contact data. */
export const showOtherAccount = (viewer: Actor, account: Account): z.input<typeof otherAccountJson> => ({
  ...personOf(account),
  created_at: isoTime(account.created_at),
  email: viewer.is_staff ? account.email : null,
  email_verified: viewer.is_staff ? account.email_verified_at !== null : null,
  email_refused: viewer.is_staff ? account.email_refused_at !== null : null,
})
