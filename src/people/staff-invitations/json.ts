import { z } from 'zod'
import type { Context } from '#context'
import { isoTime } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'
import type { MadeInvitation } from './invitations.ts'
import { isExpired } from './lifetime.ts'
import type { listOpenInvitations } from './queries.ts'
import { roles } from './schemas.ts'

const time = z.iso.datetime()

const common = {
  id: z.int(),
  email: z.string(),
  account_type: z.enum(roles),
  invited_at: time,
  expires_at: time,
}

export const staffInvitationJson = z
  .object({
    ...common,
    invited_by: personJson,
    expired: z.boolean(),
    mailed: z.boolean().meta({ description: 'False for a link that was handed over.' }),
    mail_refused: z.boolean().meta({ description: 'Whether the mail server rejected the address permanently.' }),
  })
  .meta({ id: 'StaffInvitation' })

export const newStaffInvitationJson = z
  .object({
    ...common,
    link: z.url().nullable().meta({ description: 'To be handed over if no mail is sent; shown only once.' }),
  })
  .meta({ id: 'NewStaffInvitation' })

export type ListedInvitation = Awaited<ReturnType<typeof listOpenInvitations>>[number]

export const inviterOf = (row: ListedInvitation) =>
  personOf({ ...row, id: row.inviter_id, account_type: row.inviter_type })

export const showInvitation = (ctx: Context, row: ListedInvitation): z.input<typeof staffInvitationJson> => ({
  id: row.id,
  email: row.email,
  account_type: row.account_type,
  invited_at: isoTime(row.invited_at),
  expires_at: isoTime(row.expires_at),
  invited_by: inviterOf(row),
  expired: isExpired(ctx, row),
  mailed: row.mailed === 1,
  mail_refused: row.refused_at !== null,
})

export const showMade = ({
  invited_at,
  expires_at,
  ...made
}: MadeInvitation): z.input<typeof newStaffInvitationJson> => ({
  ...made,
  invited_at: isoTime(invited_at),
  expires_at: isoTime(expires_at),
})
