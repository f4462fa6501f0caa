import { passwordProof } from '#people/accounts/schemas.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { withReason } from '#platform/http/forms.ts'
import { emptyForm } from '#platform/http/page-router.ts'
import { type Form, page } from '#platform/http/route.ts'
import { deleteOwnAccount, downloadData } from './personal-data.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/deletion': { form: Form }
  }
}

const showDeletion = (form: Form) => view('accounts/deletion', 'Delete your account', { form })

export const personalDataPages = [
  page.get('/profile/data', { for: 'member' }, ({ ctx, actor }) =>
    downloadData(ctx, actor, `supportme-${actor.username}.json`),
  ),
  page.get('/profile/deletion', { for: 'member' }, () => showDeletion(emptyForm())),
  page.post(
    '/profile/deletion',
    {
      for: 'member',
      body: passwordProof,
      refused: (_call, form, { message }) => showDeletion(withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await deleteOwnAccount(ctx, actor, body.current_password)
      return seeOther('/login', 'Your account is deleted.', null)
    },
  ),
]
