import { emailName, linkToken, passwordReset } from '#people/accounts/schemas.ts'
import { nothing } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { requestPasswordReset, resetPassword } from './password-reset.ts'
import { confirmAgain, confirmAgainByName, confirmEmail } from './verification.ts'

const done = { answers: { 204: null }, idempotent: false } as const

export const linkApi = [
  api.post(
    '/password-resets',
    { ...done, summary: 'Have a link for a new password sent', for: 'guest', body: emailName },
    async ({ ctx, body }) => {
      await requestPasswordReset(ctx, body.login)
      return nothing
    },
  ),
  api.post(
    '/password-resets/current',
    {
      ...done,
      summary: 'Set a new password by the token of the link; all sessions end',
      for: 'guest',
      body: passwordReset,
    },
    async ({ ctx, body }) => {
      await resetPassword(ctx, body.token, body.new_password)
      return nothing
    },
  ),
  api.post(
    '/email-confirmations',
    {
      ...done,
      summary:
        'Confirm an address by the token of the link; with an account’s first one all its sessions, passkeys and two-factor login from before end',
      for: 'guest',
      body: linkToken,
    },
    async ({ ctx, body }) => {
      await confirmEmail(ctx, body.token)
      return nothing
    },
  ),
  api.post(
    '/email-confirmations/links',
    {
      ...done,
      summary: 'Have the link that confirms an address sent again, by username or email; the answer tells nothing',
      for: 'guest',
      body: emailName,
    },
    async ({ ctx, body }) => {
      await confirmAgainByName(ctx, body.login)
      return nothing
    },
  ),
  api.post(
    '/me/email-confirmation',
    { ...done, summary: 'Have the link sent again', for: 'member' },
    async ({ ctx, actor }) => {
      await confirmAgain(ctx, actor)
      return nothing
    },
  ),
]
