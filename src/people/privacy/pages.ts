import type { Context } from '#context'
import { isLastAdmin, lastAdmin } from '#people/accounts/last-admin.ts'
import { effectsOfLeaving } from '#people/accounts/leaving.ts'
import { passwordProof } from '#people/accounts/schemas.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { seeOtherForgotten, view } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { deleteOwnAccount, downloadData } from './personal-data.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/deletion': { effects: string[]; refusal: string | null; form: Form }
  }
}

const showDeletion = async (ctx: Context, actor: Actor, form: Form) =>
  view('accounts/deletion', 'Delete your account', {
    effects: await effectsOfLeaving(forHeavyReads(ctx, actor), actor, 'deleted'),
    refusal: (await isLastAdmin(ctx, actor)) ? lastAdmin().message : null,
    form,
  })

export const personalDataPages = [
  page.get('/profile/data', { for: 'member' }, ({ ctx, actor }) =>
    downloadData(ctx, actor, `supportme-${actor.username}.json`),
  ),
  page.get('/profile/deletion', { for: 'member' }, ({ ctx, actor }) => showDeletion(ctx, actor, emptyForm())),
  page.post(
    '/profile/deletion',
    {
      for: 'member',
      body: passwordProof,
      refused: ({ ctx, actor }, form, { message }) => showDeletion(ctx, actor, withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await deleteOwnAccount(ctx, actor, body.current_password)
      return seeOtherForgotten('/login', 'Your account is deleted.')
    },
  ),
]
