import { seeOther, view } from '../http/answer.ts'
import { emptyForm } from '../http/page-door.ts'
import { type Form, page } from '../http/route.ts'
import { withReason } from './entrance-pages.ts'
import { deleteOwnAccount, downloadData } from './personal-data.ts'
import { passwordProof } from './schemas.ts'

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
      keepAnswer: false,
    },
    async ({ ctx, actor, body }) => {
      await deleteOwnAccount(ctx, actor, body.current_password)
      return seeOther('/login', 'Your account is deleted.', null)
    },
  ),
]
