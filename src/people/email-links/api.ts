import { emailName, linkToken, passwordReset } from '#people/accounts/schemas.ts'
import { nothing } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { requestPasswordReset, resetPassword } from './password-reset.ts'
import { confirmAgain, confirmAgainByName, confirmEmail } from './verification.ts'

const done = { answers: { 204: null }, idempotent: false } as const

export const linkApi = [
  api.post(
    '/password-resets',
    { ...done, summary: 'Send a link for a new password', for: 'guest', body: emailName },
    async ({ ctx, body }) => {
      await requestPasswordReset(ctx, body.login)
      return nothing
    },
  ),
  api.post(
    '/password-resets/current',
    {
      ...done,
      summary: 'Set a new password with the token of the link; all sessions end',
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
        'Confirm an address with the token of the link; an account’s first one ends its earlier sessions, passkeys and two-factor login',
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
      summary: 'Send the link that confirms an address again, by username or email; the answer reveals nothing',
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
    { ...done, summary: 'Send the link again', for: 'member' },
    async ({ ctx, actor }) => {
      await confirmAgain(ctx, actor)
      return nothing
    },
  ),
]
