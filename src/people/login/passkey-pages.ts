import { askForPasskey, logInByPasskey } from '#people/passkeys/login.ts'
import { passkeyLoginForm } from '#people/passkeys/schemas.ts'
import { ok } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import { withReason } from '#platform/pages/forms.ts'
import { loggedInTo, showLogin } from './login-pages.ts'

/** Login without name and password: the passkey identifies the account. */
export const passkeyLoginPages = [
  page.post('/login/passkey/options', { for: 'guest', idempotent: false }, async ({ ctx }) =>
    ok(await askForPasskey(ctx)),
  ),
  page.post(
    '/login/passkey',
    {
      for: 'guest',
      body: passkeyLoginForm,
      refused: ({ ctx }, form, error) => {
        const errors = form.errors.map(({ message }) => ({ field: '', message }))
        const { next = '', keep_logged_in = '', carried = '' } = form.values
        const values = { login: '', next, keep_logged_in, carried }
        return showLogin(ctx, withReason({ ...form, errors, values }, error.message), error.code)
      },
      idempotent: false,
    },
    async ({ ctx, body }) => {
      const session = await logInByPasskey(ctx, body.response, body.keep_logged_in)
      return loggedInTo(ctx, session, body.next, body.carried)
    },
  ),
]
