import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { changeProfile, getAccount } from '#people/accounts/accounts.ts'
import { type IconChoice, iconChoices } from '#people/accounts/icons.ts'
import { emailChange, passwordForm, profileChange } from '#people/accounts/schemas.ts'
import { changeEmail } from '#people/email-links/verification.ts'
import { cookieOf } from '#people/sessions/cookie.ts'
import { changePassword } from '#people/sessions/credentials.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { withReason } from '#platform/http/forms.ts'
import { emptyForm } from '#platform/http/page-router.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/profile': ProfileForms & { account: ReturnType<typeof ownAccount>; icons: IconChoice[] }
  }
}

interface ProfileForms {
  profile_form: Form
  email_form: Form
  password_form: Form
}

async function showProfile(ctx: Context, actor: Actor, forms: Partial<ProfileForms> = {}): Promise<Answer> {
  const account = await getAccount(ctx, actor.id)
  const { display_name, profile_icon, email } = account
  return view('accounts/profile', 'Your profile', {
    account: ownAccount(ctx, actor, account),
    icons: iconChoices,
    profile_form: emptyForm({ display_name, profile_icon }),
    email_form: emptyForm({ email }),
    password_form: emptyForm(),
    ...forms,
  })
}

const ownAccount = (ctx: Context, actor: Actor, account: Account) => ({
  ...personOf(account),
  email: account.email,
  pending_email: account.pending_email,
  email_verified: actor.email_verified,
  account_type: account.account_type,
  created_at: formatTime(account.created_at, ctx.clock.now()),
})

export const profilePages = [
  page.get('/profile', { for: 'member' }, ({ ctx, actor }) => showProfile(ctx, actor)),
  page.post(
    '/profile',
    {
      for: 'member',
      body: profileChange,
      refused: ({ ctx, actor }, form) => showProfile(ctx, actor, { profile_form: form }),
    },
    async ({ ctx, actor, body }) => {
      await changeProfile(ctx, actor, body)
      return seeOther('/profile', 'Your profile is saved.')
    },
  ),
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
      await changeEmail(ctx, actor, body)
      return seeOther('/profile', 'We have sent a link to the new address. It counts once you have opened the link.')
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
]
