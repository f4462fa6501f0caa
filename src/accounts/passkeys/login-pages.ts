import { ok, seeOther } from '../../http/answer.ts'
import { page } from '../../http/route.ts'
import { cookieOf, localPath, showLogin, withReason } from '../entrance-pages.ts'
import { askForPasskey, logInByPasskey } from './login.ts'
import { passkeyAnswerForm } from './schemas.ts'

/** Logging in without name and password: the passkey knows whose it is. */
export const passkeyLoginPages = [
  page.post('/login/passkey/options', { for: 'guest', keepAnswer: false }, async ({ ctx }) =>
    ok(await askForPasskey(ctx)),
  ),
  page.post(
    '/login/passkey',
    {
      for: 'guest',
      body: passkeyAnswerForm,
      refused: (_call, form, error) => {
        const errors = form.errors.map(({ message }) => ({ field: '', message }))
        const values = { login: '', next: form.values.next ?? '' }
        return showLogin(withReason({ ...form, errors, values }, error.message), error.code)
      },
      keepAnswer: false,
    },
    async ({ ctx, body }) =>
      seeOther(localPath(body.next), undefined, cookieOf(await logInByPasskey(ctx, body.response))),
  ),
]
