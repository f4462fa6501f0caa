import { z } from 'zod'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { getAccount } from '#people/accounts/accounts.ts'
import { given } from '#people/accounts/schemas.ts'
import { cookieOf } from '#people/sessions/cookie.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import { typeNouns } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { acceptInvitation, getLinkedInvitation } from './acceptance.ts'
import { acceptanceForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/invitation': {
      form: Form
      /** Null for an invalid link. */
      invitation: { email: string; role: string; inviter: string } | null
      /** Why the link is invalid. */
      refusal: string
      /** Who is logged in in this browser, and will be logged out. */
      logged_in: string | null
    }
  }
}

/** The form is shown even if the link has become invalid, so that nothing typed is lost. */
async function showAcceptance(ctx: Context, actor: Actor | null, form: Form) {
  const { invitation, refusal } = await describe(ctx, form.values.token ?? '')
  return view('accounts/invitation', 'Your invitation', {
    form,
    invitation,
    refusal,
    logged_in: actor?.username ?? null,
  })
}

async function describe(ctx: Context, token: string) {
  try {
    const { email, account_type, invited_by } = await getLinkedInvitation(ctx, token)
    const { display_name: inviter } = await getAccount(ctx, invited_by)
    return { invitation: { email, role: typeNouns[account_type], inviter }, refusal: '' }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { invitation: null, refusal: error.message }
  }
}

/** The page that an invitation's link leads to. Opening it has no effect: mail scanners open links too. */
export const acceptancePages = [
  page.get(
    '/invitation',
    { for: 'anyone', query: z.object({ token: given.optional() }) },
    ({ ctx, actor, query: { token = '' } }) =>
      showAcceptance(ctx, actor, emptyForm({ token, username: '', display_name: '' })),
  ),
  page.post(
    '/invitation',
    {
      for: 'guest',
      body: acceptanceForm,
      refused: ({ ctx, actor }, form, { message }) => showAcceptance(ctx, actor, withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, body: { password_confirmation: _, ...body } }) => {
      const { session } = await acceptInvitation(ctx, body)
      if (!session) return seeOther('/login', mailPromises(ctx).registered, null)
      return seeOther('/home', 'Welcome! Your account is ready.', cookieOf(session))
    },
  ),
]
