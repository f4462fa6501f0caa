import { effectsOfLeaving } from '#people/accounts/leaving.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { getLiveAccount, suspendAccount } from './accounts.ts'
import { suspension } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/suspension': {
      account: { id: number; display_name: string; is_staff: boolean }
      effects: string[]
      form: Form
    }
  }
}

type AccountCall = Pick<Call<'admin', { id: number }>, 'ctx' | 'actor' | 'params'>

/** Shows the consequences before anything is done. */
async function showSuspension(
  { ctx, actor, params }: AccountCall,
  form: Form = emptyForm({ reason: '' }),
): Promise<Answer> {
  const { id, display_name, account_type } = await getLiveAccount(ctx, params.id)
  return view('admin/suspension', `Suspend ${display_name}`, {
    account: { id, display_name, is_staff: isStaff(account_type) },
    effects: await effectsOfLeaving(forHeavyReads(ctx, actor), { id, account_type }, 'suspended'),
    form,
  })
}

export const suspensionPages = [
  page.get('/admin/accounts/:id/suspension', { for: 'admin', params: idParams }, (call) => showSuspension(call)),
  page.post(
    '/admin/accounts/:id/suspension',
    {
      for: 'admin',
      params: idParams,
      body: suspension,
      refused: (call, form, { message }) => showSuspension(call, withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, actor, params, body }) => {
      await suspendAccount(ctx, actor, params.id, body.reason)
      return seeOther(`/admin/accounts/${params.id}`, 'The account is suspended and logged out everywhere.')
    },
  ),
]
