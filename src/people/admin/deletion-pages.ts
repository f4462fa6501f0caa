import { effectsOfLeaving } from '#people/accounts/leaving.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { countAccountDetails } from './account-detail-queries.ts'
import { deleteNamedAccount, getLiveAccount, unconfirmed } from './accounts.ts'
import { accountModel } from './models.ts'
import { deletion } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/deletion': {
      account: ReturnType<typeof accountModel>
      counts: Awaited<ReturnType<typeof countAccountDetails>>
      effects: string[]
      form: Form
    }
  }
}

type AccountCall = Pick<Call<'admin', { id: number }>, 'ctx' | 'actor' | 'params'>

/** Shows the consequences before anything is deleted. */
async function showDeletion(
  { ctx, actor, params }: AccountCall,
  form: Form = emptyForm({ username: '', reason: '' }),
): Promise<Answer> {
  const account = await getLiveAccount(ctx, params.id)
  // The username is compared after the other fields are right: both errors are shown at once.
  const isReported = form.errors.length === 0 || form.errors.some(({ field }) => field === 'username')
  const errors = isReported ? form.errors : [...unconfirmed(account, form.values.username), ...form.errors]
  return view('admin/deletion', `Delete ${account.display_name}`, {
    account: accountModel(ctx, account),
    counts: await countAccountDetails(forHeavyReads(ctx, actor), params.id),
    effects: await effectsOfLeaving(forHeavyReads(ctx, actor), account, 'deleted'),
    form: { ...form, errors },
  })
}

export const deletionPages = [
  page.get('/admin/accounts/:id/deletion', { for: 'admin', params: idParams }, (call) => showDeletion(call)),
  page.post(
    '/admin/accounts/:id/deletion',
    {
      for: 'admin',
      reauthenticate: true,
      params: idParams,
      body: deletion,
      refused: (call, form, error) => showDeletion(call, withReason(form, error.message)),
      idempotent: false,
    },
    async ({ ctx, actor, params, body }) => {
      await deleteNamedAccount(ctx, actor, params.id, body)
      return seeOther('/admin/accounts', 'The account is deleted. What was said in its tickets stays.')
    },
  ),
]
