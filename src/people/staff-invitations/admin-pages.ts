import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import { typeNames } from '#platform/identity/account-type.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { withReason } from '#platform/pages/forms.ts'
import { type Invited, inviteAgain, inviteColleagues, withdrawInvitation } from './invitations.ts'
import { inviterOf, type ListedInvitation } from './json.ts'
import { isExpired } from './lifetime.ts'
import { listOpenInvitations } from './queries.ts'
import { invitationForm, roles } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/invitations': {
      form: DraftForm
      hint: string
      /** The label of the button for another link. */
      again: string
      roles: { value: string; label: string }[]
      rows: ReturnType<typeof invitationModel>[]
    }
    'admin/invited': Invited & { sent: string }
  }
}

const at = '/admin/invitations'
/** Only what is sent after the session has ended is kept: the links in the answer rule out Turbo, and with it drafts. */
const draftPlace = 'staff-invitations'

const invitationModel = (ctx: Context, row: ListedInvitation) => ({
  id: row.id,
  email: row.email,
  role: typeNames[row.account_type],
  inviter: inviterOf(row),
  invited_at: formatTime(ctx, row.invited_at),
  expires_at: formatTime(ctx, row.expires_at),
  expired: isExpired(ctx, row),
  mail_refused: row.refused_at !== null,
})

async function showInvitations(ctx: Context, actor: SessionActor, refused?: Form) {
  return view('admin/invitations', 'Invite colleagues', {
    form: await formWithDraft(ctx, actor, draftPlace, refused, { emails: '', account_type: 'assistant' }),
    hint: mailPromises(ctx).invitations,
    again: mailPromises(ctx).off ? 'Make another link' : 'Send again',
    roles: roles.map((value) => ({ value, label: typeNames[value] })),
    rows: (await listOpenInvitations(ctx)).map((row) => invitationModel(ctx, row)),
  })
}

/** A page if there are links to copy or addresses to check, shown only once. */
function answer(ctx: Context, result: Invited): Answer {
  const { invited, known } = result
  const sent = mailPromises(ctx).invited
  if (known.length > 0 || invited.some(({ link }) => link !== null))
    return view('admin/invited', 'Invitations', { ...result, sent })
  return seeOther(at, sent)
}

const ofAdmins = { for: 'admin', idempotent: false } as const

export const adminInvitationPages = [
  page.get(at, { for: 'admin' }, ({ ctx, actor }) => showInvitations(ctx, actor)),
  page.post(
    at,
    {
      ...ofAdmins,
      reauthenticate: true,
      body: invitationForm,
      refused: ({ ctx, actor }, form, { message }) => showInvitations(ctx, actor, withReason(form, message)),
    },
    async ({ ctx, actor, body }) => {
      const result = await inviteColleagues(ctx, actor, body)
      await endDraft(ctx, actor.id, draftPlace)
      return answer(ctx, result)
    },
  ),
  page.post(
    `${at}/:id/renewal`,
    { ...ofAdmins, reauthenticate: true, params: idParams },
    async ({ ctx, actor, params }) => answer(ctx, await inviteAgain(ctx, actor, params.id)),
  ),
  page.post(`${at}/:id/withdrawal`, { ...ofAdmins, params: idParams }, async ({ ctx, actor, params }) => {
    await withdrawInvitation(ctx, actor, params.id)
    return seeOther(at, 'The invitation is withdrawn: its link no longer works.')
  }),
]
