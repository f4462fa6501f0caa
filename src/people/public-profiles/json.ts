import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'

export const publicProfileJson = personJson.extend({ created_at: z.iso.datetime() }).meta({ id: 'PublicProfile' })

export const showPublicProfile = (account: Account): z.input<typeof publicProfileJson> => ({
  ...personOf(account),
  created_at: isoTime(account.created_at),
})
