import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { changeProfile, getAccount } from '#people/accounts/accounts.ts'
import { type IconChoice, iconChoices } from '#people/accounts/icons.ts'
import { removePicture, replacePicture } from '#people/accounts/picture.ts'
import { emailChange, passwordForm, pictureForm, profileForm, sendAgainForm } from '#people/accounts/schemas.ts'
import { changeEmail, confirmAgain } from '#people/email-links/verification.ts'
import { cookieOf } from '#people/sessions/cookie.ts'
import { changePassword } from '#people/sessions/credentials.ts'
import { onePicture } from '#platform/files/pictures.ts'
import { seeOther, type ViewAnswer, view, withError } from '#platform/http/answer.ts'
import { changedSince, withDrawn } from '#platform/http/drawn-fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { typeNames } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { localPath, withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/profile': ProfileForms & {
      account: ReturnType<typeof ownAccount>
      icons: IconChoice[]
      to_confirm: ReturnType<typeof toConfirm>
    }
  }
}

interface ProfileForms {
  profile_form: Form
  picture_form: Form
  email_form: Form
  password_form: Form
}

async function showProfile(ctx: Context, actor: Actor, forms: Partial<ProfileForms> = {}): Promise<ViewAnswer> {
  const account = await getAccount(ctx, actor.id)
  const { display_name, first_name, last_name, profile_icon, email } = account
  return view('accounts/profile', 'Your profile', {
    account: ownAccount(ctx, account),
    icons: iconChoices,
    to_confirm: toConfirm(ctx, account),
    profile_form: emptyForm(
      withDrawn({ display_name, first_name: first_name ?? '', last_name: last_name ?? '', profile_icon }),
    ),
    picture_form: emptyForm(),
    email_form: emptyForm({ email }),
    password_form: emptyForm(),
    ...forms,
  })
}

/** What remains to be done about the address, and whether a link can be requested. */
function toConfirm(ctx: Context, account: Account) {
  const { email, email_verified_at, email_refused_at, pending_email } = account
  const promises = mailPromises(ctx)
  if (pending_email) {
    const pending = { email: pending_email, email_refused: account.pending_email_refused_at !== null }
    return { text: promises.toConfirmChange(pending), again: !promises.off }
  }
  const email_refused = email_refused_at !== null
  if (email === '' || (email_verified_at !== null && !email_refused)) return null
  return { text: promises.toConfirm({ email, email_refused }), again: !promises.off }
}

const ownAccount = (ctx: Context, account: Account) => ({
  ...personOf(account),
  email: account.email,
  type_name: typeNames[account.account_type],
  created_at: formatTime(ctx, account.created_at),
})

export const profilePages = [
  page.get('/profile', { for: 'member' }, ({ ctx, actor }) => showProfile(ctx, actor)),
  page.post(
    '/profile',
    {
      for: 'member',
      body: profileForm,
      refused: ({ ctx, actor }, form) => showProfile(ctx, actor, { profile_form: form }),
      idempotent: false,
    },
    async ({ ctx, actor, body: { drawn, ...typed } }) => {
      await changeProfile(ctx, actor, changedSince(drawn, typed))
      return seeOther('/profile', 'Your profile is saved.')
    },
  ),
  page.post(
    '/profile/picture',
    {
      for: 'member',
      uploads: onePicture,
      body: pictureForm,
      refused: ({ ctx, actor }, form) => showProfile(ctx, actor, { picture_form: form }),
    },
    async ({ ctx, actor, body }) => {
      await replacePicture(ctx, actor, body.picture)
      return seeOther('/profile', 'Your picture is in place.')
    },
  ),
  page.post('/profile/picture/removal', { for: 'member', idempotent: false }, async ({ ctx, actor }) => {
    await removePicture(ctx, actor)
    return seeOther('/profile', 'Your picture is removed.')
  }),
  page.post(
    '/profile/email',
    {
      for: 'member',
      body: emailChange,
      refused: ({ ctx, actor }, form, { message }) =>
        showProfile(ctx, actor, { email_form: withReason(form, message) }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      const { pending_email } = await changeEmail(ctx, actor, body)
      const done = pending_email === null ? 'Your address stays as it is.' : mailPromises(ctx).addressChanged
      return seeOther('/profile', done)
    },
  ),
  page.post(
    '/profile/password',
    {
      for: 'member',
      body: passwordForm,
      refused: ({ ctx, actor }, form, { message }) =>
        showProfile(ctx, actor, { password_form: withReason(form, message) }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      const session = await changePassword(ctx, actor, body)
      return seeOther('/profile', 'Your password is changed. Other devices are logged out.', cookieOf(session))
    },
  ),
  page.post(
    '/profile/verification',
    {
      for: 'member',
      body: sendAgainForm,
      refused: async ({ ctx, actor }, _form, { message }) => withError(await showProfile(ctx, actor), message),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await confirmAgain(ctx, actor)
      return seeOther(localPath(body?.next ?? '/profile'), mailPromises(ctx).linkSentAgain)
    },
  ),
]
