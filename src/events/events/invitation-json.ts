import { z } from 'zod'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'
import type { InvitedPerson } from './invitation-lists.ts'

export const invitationJson = z.object({
  id: z.int(),
  email: z.string().nullable().meta({ description: 'Of the person who was invited.' }),
  person: personJson.nullable(),
  state: z.enum(['open', 'accepted', 'declined', 'withdrawn']),
  mail_refused: z.boolean().meta({ description: 'Whether the mail server rejected the address permanently.' }),
})

/** Null if invited by address: the host must not learn whose it is. */
export const invitedPerson = ({
  account_id,
  username,
  display_name,
  profile_icon,
  picture_id,
  account_type,
}: InvitedPerson) =>
  account_id === null || username === null || account_type === null
    ? null
    : personOf({
        id: account_id,
        username,
        account_type,
        display_name: display_name ?? '',
        profile_icon: profile_icon ?? '',
        picture_id,
      })

export const showInvitation = (invited: InvitedPerson): z.input<typeof invitationJson> => ({
  id: invited.id,
  email: invited.email,
  person: invitedPerson(invited),
  state: invited.state,
  mail_refused: invited.refused_at !== null,
})
