import type { DomainError } from '#errors'
import { getAccount } from '#people/accounts/accounts.ts'
import { type IconChoice, iconChoices } from '#people/accounts/icons.ts'
import { resetTwoFactor } from '#people/second-factor/reset.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { seeOther, type ViewAnswer, view, withError } from '#platform/http/answer.ts'
import { changedSince, withDrawn } from '#platform/http/drawn-fields.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { typeNames, typeNouns } from '#platform/identity/account-type.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { openAccount } from './account-details.ts'
import { endAllSessions, reinstateAccount, revokeAllApiTokens } from './accounts.ts'
import { confirmByHand, makeConfirmationLink, makeResetLink } from './admin-issued-links.ts'
import { accountDetailsModel } from './models.ts'
import { removePictureOf } from './pictures.ts'
import { changeAccountType } from './promotion.ts'
import { renameAccount } from './renaming.ts'
import { renamingForm, typeChange } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/account': ReturnType<typeof accountDetailsModel> & {
      rename_form: Form
      type_form: Form
      types: { value: string; label: string }[]
      icons: IconChoice[]
    }
    'admin/link': {
      account: { id: number; username: string; display_name: string }
      heading: string
      sentence: string
      link: string
    }
  }
}

type AccountCall = Pick<Call<'admin', { id: number }>, 'ctx' | 'actor' | 'params'>

async function showAccount({ ctx, actor, params }: AccountCall, form?: Form): Promise<ViewAnswer> {
  const opened = await openAccount(forHeavyReads(ctx, actor), params.id)
  const { username, display_name, profile_icon, account_type } = opened.account
  return view('admin/account', display_name, {
    ...accountDetailsModel(ctx, actor, opened),
    rename_form: form ?? emptyForm(withDrawn({ username, display_name, profile_icon })),
    type_form: emptyForm({ account_type }),
    types: Object.entries(typeNames).map(([value, label]) => ({ value, label })),
    icons: iconChoices,
  })
}

/** After an error shows the account as it is now, with the reason. */
async function showWithReason(call: AccountCall, _form: Form, error: DomainError): Promise<ViewAnswer> {
  return withError(await showAccount(call), error.message)
}

const shownOnce = async ({ ctx, params }: AccountCall, title: string, sentence: string, link: string) => {
  const { username, display_name } = await getAccount(ctx, params.id)
  return view('admin/link', title, {
    account: { id: params.id, username, display_name },
    heading: title,
    sentence,
    link,
  })
}

const address = (id: number) => `/admin/accounts/${id}`

// A repeated request is harmless, and a response with a link must not be stored.
const adminForm = { for: 'admin', params: idParams, refused: showWithReason, idempotent: false } as const
/** Changes of credentials or of the account's type. */
const ofCredentials = { ...adminForm, reauthenticate: true } as const

export const adminAccountPages = [
  page.get('/admin/accounts/:id', { for: 'admin', params: idParams }, (call) => showAccount(call)),
  page.post(
    '/admin/accounts/:id',
    { ...ofCredentials, body: renamingForm, refused: (call: AccountCall, form: Form) => showAccount(call, form) },
    async ({ ctx, actor, params, body: { drawn, ...typed } }) => {
      await renameAccount(ctx, actor, params.id, changedSince(drawn, typed))
      return seeOther(address(params.id), 'Name and picture are saved.')
    },
  ),
  page.post('/admin/accounts/:id/picture/removal', adminForm, async ({ ctx, actor, params }) => {
    await removePictureOf(ctx, actor, params.id)
    return seeOther(address(params.id), 'The picture is removed.')
  }),
  page.post(
    '/admin/accounts/:id/type',
    { ...ofCredentials, body: typeChange },
    async ({ ctx, actor, params, body }) => {
      const { account } = await changeAccountType(ctx, actor.id, params.id, body.account_type)
      // Admins who have just demoted themselves may no longer see this page.
      if (params.id === actor.id && account.account_type !== 'admin')
        return seeOther('/home', 'You are no longer an admin.')
      return seeOther(address(params.id), `${account.display_name} is now ${typeNouns[account.account_type]}.`)
    },
  ),
  page.post('/admin/accounts/:id/reinstatement', adminForm, async ({ ctx, actor, params }) => {
    await reinstateAccount(ctx, actor, params.id)
    return seeOther(address(params.id), 'The account can log in again.')
  }),
  page.post('/admin/accounts/:id/sessions/end', adminForm, async ({ ctx, actor, params }) => {
    await endAllSessions(ctx, actor, params.id)
    return seeOther(
      address(params.id),
      'The account is logged out everywhere, and its API tokens and calendar feed are revoked.',
    )
  }),
  page.post('/admin/accounts/:id/api-tokens/revocation', adminForm, async ({ ctx, actor, params }) => {
    await revokeAllApiTokens(ctx, actor, params.id)
    return seeOther(address(params.id), 'The account’s API tokens are revoked.')
  }),
  page.post('/admin/accounts/:id/email-confirmation', ofCredentials, async ({ ctx, actor, params }) => {
    await confirmByHand(ctx, actor, params.id)
    return seeOther(address(params.id), 'The address counts as confirmed.')
  }),
  page.post('/admin/accounts/:id/two-factor-reset', ofCredentials, async ({ ctx, actor, params }) => {
    await resetTwoFactor(ctx, actor.id, params.id)
    const { email, email_refused_at } = await getAccount(ctx, params.id)
    const notice = mailPromises(ctx).personIsTold({ email, email_refused: email_refused_at !== null })
    return seeOther(address(params.id), `Two-factor login is off. ${notice}`)
  }),
  page.post('/admin/accounts/:id/reset-link', ofCredentials, async (call) => {
    const link = await makeResetLink(call.ctx, call.actor, call.params.id)
    return shownOnce(
      call,
      'A link for a new password',
      'It works once, for an hour. Two-factor login stays in force.',
      link,
    )
  }),
  page.post('/admin/accounts/:id/confirmation-link', ofCredentials, async (call) => {
    const link = await makeConfirmationLink(call.ctx, call.actor, call.params.id)
    return shownOnce(call, 'A link that confirms the address', 'It works once, for a day.', link)
  }),
]
