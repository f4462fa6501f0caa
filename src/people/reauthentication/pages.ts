import type { Context } from '#context'
import { DomainError, type FieldError } from '#errors'
import { askForReauthentication, reauthenticateByPasskey } from '#people/passkeys/login.ts'
import { listPasskeys } from '#people/passkeys/queries.ts'
import { passkeyAnswerForm } from '#people/passkeys/schemas.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { ok, view } from '#platform/http/answer.ts'
import { parse } from '#platform/http/parse.ts'
import { asksForReauthentication } from '#platform/http/recent-authentication.ts'
import { page } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { AskedAgain, Confirmation, ProofFields } from '#platform/pages/confirmation.ts'
import { localPath, withReason } from '#platform/pages/forms.ts'
import { reauthenticate } from './reauthentication.ts'
import { reauthentication } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/reauthentication': Pick<AskedAgain, 'form' | 'action' | 'fields' | 'back'> & {
      second_step: boolean
      has_passkeys: boolean
    }
  }
}

export const reauthenticationPages = [
  page.post('/reauthentication/passkey/options', { for: 'member', idempotent: false }, async ({ ctx, actor }) =>
    ok(await askForReauthentication(ctx, actor)),
  ),
]

async function prove(
  ctx: Context,
  actor: SessionActor,
  { password, code, response }: ProofFields,
): Promise<SessionActor> {
  try {
    if (response !== undefined) {
      const form = parse(passkeyAnswerForm, { response })
      await reauthenticateByPasskey(ctx, actor, form.response)
    } else await reauthenticate(ctx, actor, parse(reauthentication, { current_password: password, code }))
  } catch (error) {
    throw error instanceof DomainError ? asksForReauthentication(error, error.fields.map(inForm)) : error
  }
  return { ...actor, authenticated_at: ctx.clock.now() }
}

const names: Record<string, string> = { current_password: 'reauthentication_password', code: 'reauthentication_code' }
const inForm = ({ field, message }: FieldError): FieldError => ({ field: names[field] ?? '', message })

/**
 * Asks the person who submitted a form to prove their identity. The form's fields except secrets are carried along, so
 * that confirming submits the form again.
 */
async function confirmationPage(ctx: Context, actor: SessionActor, { form, error, back, action, fields }: AskedAgain) {
  const tried = error.kind !== 'forbidden'
  const page = view('accounts/reauthentication', 'Confirm that it is you', {
    form: tried ? withReason({ ...form, values: {} }, error.message) : { ...form, values: {}, errors: [] },
    action,
    fields,
    back: localPath(back),
    second_step: await hasSecondStep(ctx, actor.id),
    has_passkeys: (await listPasskeys(ctx, actor.id)).length > 0,
  })
  // 422, as for every incomplete form.
  return tried ? page : { ...page, status: 422 }
}

export const confirmation: Confirmation = { prove, page: confirmationPage }
