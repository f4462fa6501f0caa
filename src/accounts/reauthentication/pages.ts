import type { Actor } from '../../actor.ts'
import type { Context } from '../../context.ts'
import { DomainError, type FieldError } from '../../errors.ts'
import { ok, view } from '../../http/answer.ts'
import type { AskedAgain, Confirmation, ProofFields } from '../../http/confirmation.ts'
import { parse } from '../../http/parse.ts'
import { asksForReauthentication } from '../../http/recent-authentication.ts'
import { page } from '../../http/route.ts'
import { localPath, withReason } from '../entrance-pages.ts'
import { askForReauthentication, reauthenticateByPasskey } from '../passkeys/login.ts'
import { listPasskeys } from '../passkeys/queries.ts'
import { passkeyAnswerForm } from '../passkeys/schemas.ts'
import { hasSecondStep } from '../two-factor/queries.ts'
import { reauthenticate } from './reauthentication.ts'
import { reauthentication } from './schemas.ts'

export const reauthenticationPages = [
  page.post('/reauthentication/passkey/options', { for: 'member', keepAnswer: false }, async ({ ctx, actor }) =>
    ok(await askForReauthentication(ctx, actor)),
  ),
]

async function prove(ctx: Context, actor: Actor, { password, code, response }: ProofFields): Promise<Actor> {
  try {
    if (response) await reauthenticateByPasskey(ctx, actor, parse(passkeyAnswerForm, { response }).response)
    else await reauthenticate(ctx, actor, parse(reauthentication, { current_password: password, code }))
  } catch (error) {
    throw error instanceof DomainError ? asksForReauthentication(error, error.fields.map(inForm)) : error
  }
  return { ...actor, authenticated_at: ctx.clock.now() }
}

const names: Record<string, string> = { current_password: 'reauthentication_password', code: 'reauthentication_code' }
const inForm = ({ field, message }: FieldError): FieldError => ({ field: names[field] ?? '', message })

/**
 * Asks who has sent a form to confirm that it is them. What they had typed goes along, secrets excepted, so that the
 * confirmation sends the form again.
 */
async function confirmationPage(ctx: Context, actor: Actor, { form, error, back, action, fields }: AskedAgain) {
  const tried = error.kind !== 'forbidden'
  const page = view('accounts/reauthentication', 'Confirm that it is you', {
    form: tried ? withReason({ ...form, values: {} }, error.message) : { ...form, values: {}, errors: [] },
    action,
    fields,
    back: localPath(back),
    second_step: await hasSecondStep(ctx, actor.id),
    has_passkeys: (await listPasskeys(ctx, actor.id)).length > 0,
  })
  // Like every form that is not complete yet.
  return tried ? page : { ...page, status: 422 }
}

export const confirmation: Confirmation = { prove, page: confirmationPage }
