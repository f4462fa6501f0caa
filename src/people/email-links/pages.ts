import { z } from 'zod'
import type { Context } from '#context'
import { emailName, given, linkToken, resetForm } from '#people/accounts/schemas.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { requestPasswordReset, resetPassword } from './password-reset.ts'
import { confirmAgainByName, confirmEmail } from './verification.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/forgot': { form: Form; mail_off: string | null }
    'accounts/reset': { form: Form }
    'accounts/verify': { form: Form }
    'accounts/verify-again': { form: Form; mail_off: string | null }
  }
}

const tokenQuery = z.object({ token: given.optional() })

/** Why no link can be requested; null if one can. */
const mailOff = (ctx: Context) => {
  const { off, refused } = mailPromises(ctx)
  return { mail_off: off ? refused : null }
}

const showResetRequest = (ctx: Context, form: Form) =>
  view('accounts/forgot', 'Forgot your password?', { form, ...mailOff(ctx) })
const showReset = (form: Form) => view('accounts/reset', 'Choose a new password', { form })
const showVerify = (form: Form) => view('accounts/verify', 'Confirm your address', { form })
const showAgain = (ctx: Context, form: Form) =>
  view('accounts/verify-again', 'Send the link again', { form, ...mailOff(ctx) })

/**
 * The pages that links in mails lead to, and those to request new ones. Opening a link has no effect: mail scanners
 * open links too.
 */
export const linkPages = [
  page.get('/forgot', { for: 'anyone' }, ({ ctx }) => showResetRequest(ctx, emptyForm({ login: '' }))),
  page.post(
    '/forgot',
    {
      for: 'guest',
      body: emailName,
      refused: ({ ctx }, form, { message }) => showResetRequest(ctx, withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, body }) => {
      await requestPasswordReset(ctx, body.login)
      return seeOther('/login', mailPromises(ctx).linkAsked)
    },
  ),
  page.get('/reset', { for: 'anyone', query: tokenQuery }, ({ query }) =>
    showReset(emptyForm({ token: query.token ?? '' })),
  ),
  page.post(
    '/reset',
    {
      for: 'guest',
      body: resetForm,
      refused: (_call, form, { message }) => showReset(withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, body }) => {
      await resetPassword(ctx, body.token, body.new_password)
      // Logs this browser out, whoever was logged in: the login page is for the account with the new password.
      return seeOther('/login', 'Your password has been changed. Log in with the new one.', null)
    },
  ),
  page.get('/verify', { for: 'anyone', query: tokenQuery }, ({ query }) =>
    showVerify(emptyForm({ token: query.token ?? '' })),
  ),
  page.post(
    '/verify',
    {
      for: 'anyone',
      body: linkToken,
      refused: (_call, form, { message }) => showVerify(withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      const { account_id, first } = await confirmEmail(ctx, body.token)
      const confirmed = 'Thank you, your address is confirmed.'
      if (first && actor?.id === account_id) return seeOther('/login', `${confirmed} Please log in again.`, null)
      return seeOther(actor ? '/profile' : '/login', confirmed)
    },
  ),
  page.get('/verify/again', { for: 'anyone' }, ({ ctx }) => showAgain(ctx, emptyForm({ login: '' }))),
  page.post(
    '/verify/again',
    {
      for: 'guest',
      body: emailName,
      refused: ({ ctx }, form, { message }) => showAgain(ctx, withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, body }) => {
      await confirmAgainByName(ctx, body.login)
      return seeOther('/login', mailPromises(ctx).linkAsked)
    },
  ),
]
