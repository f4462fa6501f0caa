import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { emptyForm } from '#platform/http/page-door.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { getLiveAccount, terminateAccount } from './accounts.ts'
import { countBelongings } from './belongings-queries.ts'
import { accountModel } from './models.ts'
import { termination } from './schemas.ts'

type AccountCall = Pick<Call<'admin', { id: number }>, 'ctx' | 'actor' | 'params'>

/** Says what would happen before anything does. */
async function showTermination(
  { ctx, actor, params }: AccountCall,
  form: Form = emptyForm({ username: '' }),
): Promise<Answer> {
  const account = await getLiveAccount(ctx, params.id)
  return view('admin/termination', `Delete ${account.display_name}`, {
    account: accountModel(account, ctx.clock.now()),
    counts: await countBelongings(forHeavyReads(ctx, actor), params.id),
    form,
  })
}

const withReason = (form: Form, message: string): Form =>
  form.errors.length > 0 ? form : { ...form, errors: [{ field: '', message }] }

export const terminationPages = [
  page.get('/admin/accounts/:id/termination', { for: 'admin', params: idParams }, (call) => showTermination(call)),
  page.post(
    '/admin/accounts/:id/termination',
    {
      for: 'admin',
      reauthenticate: true,
      params: idParams,
      body: termination,
      refused: (call, form, error) => showTermination(call, withReason(form, error.message)),
      keepAnswer: false,
    },
    async ({ ctx, actor, params, body }) => {
      await terminateAccount(ctx, actor, params.id, body)
      return seeOther('/admin/accounts', 'The account is deleted. What was said in its tickets stays.')
    },
  ),
]
