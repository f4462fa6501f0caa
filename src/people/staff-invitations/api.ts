import { z } from 'zod'
import { conflict } from '#errors'
import { showAccount } from '#people/accounts/json.ts'
import { registeredJson, showSession } from '#people/sessions/json.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { acceptInvitation } from './acceptance.ts'
import { type Invited, inviteAgain, inviteColleagues, withdrawInvitation } from './invitations.ts'
import { newStaffInvitationJson, showInvitation, showMade, staffInvitationJson } from './json.ts'
import { listOpenInvitations } from './queries.ts'
import { acceptance, newInvitations } from './schemas.ts'

const at = '/admin/invitations'

const invitedJson = z.object({
  invitations: z.array(newStaffInvitationJson),
  not_invited: z
    .array(z.object({ email: z.string(), account_id: z.int() }))
    .meta({ description: 'Addresses that an account has confirmed: change its type instead.' }),
})

/** Requests that make a link; a repeat makes another one. */
const making = { for: 'admin', reauthenticate: true, idempotent: false, answers: { 201: invitedJson } } as const

/** @throws conflict if there was nobody to invite */
function answer({ invited, known }: Invited) {
  const [first] = known
  if (first && invited.length === 0)
    throw conflict(
      'account_exists',
      `${first.email} belongs to an account already (id:${first.account_id}): change its type instead.`,
    )
  return created(`/api/v1${at}`, { invitations: invited.map(showMade), not_invited: known })
}

export const staffInvitationApi = [
  api.get(
    at,
    {
      summary: 'Open staff invitations, newest first; an expired one is listed until it is deleted',
      for: 'admin',
      answers: { 200: z.object({ invitations: z.array(staffInvitationJson) }) },
    },
    async ({ ctx }) => ok({ invitations: (await listOpenInvitations(ctx)).map((row) => showInvitation(ctx, row)) }),
  ),
  api.post(
    at,
    {
      ...making,
      summary: 'Invite colleagues by email, each with a link that works once, for 7 days; 50 open ones at most',
      body: newInvitations,
    },
    async ({ ctx, actor, body }) => answer(await inviteColleagues(ctx, actor, body)),
  ),
  api.post(
    `${at}/:id/renewal`,
    { ...making, summary: 'Invite again, with a new link in place of the old one', params: idParams },
    async ({ ctx, actor, params }) => answer(await inviteAgain(ctx, actor, params.id)),
  ),
  api.delete(
    `${at}/:id`,
    {
      summary: 'Withdraw an invitation: its link no longer works',
      for: 'admin',
      params: idParams,
      idempotent: false,
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await withdrawInvitation(ctx, actor, params.id)
      return nothing
    },
  ),
  api.post(
    '/staff-invitations/current',
    {
      summary: 'Create the account you are invited to, with the token of the link',
      for: 'guest',
      body: acceptance,
      idempotent: false,
      answers: { 201: registeredJson },
    },
    async ({ ctx, body }) => {
      const { account, session } = await acceptInvitation(ctx, body)
      const shown = { account: showAccount(account), session: session && showSession(session) }
      return created(`/api/v1/accounts/${account.id}`, shown)
    },
  ),
]
