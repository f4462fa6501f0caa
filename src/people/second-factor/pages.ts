import type { Context } from '#context'
import { passwordProof } from '#people/accounts/schemas.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { beginEnrolment, confirmEnrolment, twoFactorState } from './enrolment.ts'
import { renewRecoveryCodes, turnOffTwoFactor } from './proof.ts'
import { codeProof, passwordAndCode } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/two-factor': Forms & {
      state: Awaited<ReturnType<typeof twoFactorState>>['state']
      recovery_codes_left: number
      uri: string
      key: string
      qr_html: string
    }
    'accounts/two-factor-codes': { recovery_codes: string[] }
  }
}

const at = '/profile/two-factor'

interface Forms {
  begin_form: Form
  confirm_form: Form
  codes_form: Form
  off_form: Form
}

async function showTwoFactor(ctx: Context, actor: SessionActor, forms: Partial<Forms> = {}): Promise<Answer> {
  const { state, enrolment, recovery_codes_left } = await twoFactorState(ctx, actor)
  return view('accounts/two-factor', 'Two-factor login', {
    state,
    recovery_codes_left,
    uri: enrolment?.uri ?? '',
    key: enrolment?.secret.replace(/.{4}(?=.)/g, '$& ') ?? '',
    qr_html: enrolment ? await qrCodeOf(enrolment.uri) : '',
    begin_form: emptyForm(),
    confirm_form: emptyForm(),
    codes_form: emptyForm(),
    off_form: emptyForm(),
    ...forms,
  })
}

/** The error without the typed code, which is a secret. */
const refusedForm = (form: Form, { message }: Error): Form => withReason({ ...form, values: {} }, message)

const showCodes = (recovery_codes: string[]) =>
  view('accounts/two-factor-codes', 'Your recovery codes', { recovery_codes })

export const twoFactorPages = [
  page.get(at, { for: 'member' }, ({ ctx, actor }) => showTwoFactor(ctx, actor)),
  page.post(
    `${at}/enrolment`,
    {
      for: 'member',
      body: passwordProof,
      refused: ({ ctx, actor }, form, error) => showTwoFactor(ctx, actor, { begin_form: refusedForm(form, error) }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await beginEnrolment(ctx, actor, body.current_password)
      return seeOther(at)
    },
  ),
  page.post(
    `${at}/confirmation`,
    {
      for: 'member',
      body: codeProof,
      refused: ({ ctx, actor }, form, error) => showTwoFactor(ctx, actor, { confirm_form: refusedForm(form, error) }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => showCodes(await confirmEnrolment(ctx, actor, body.code)),
  ),
  page.post(
    `${at}/recovery-codes`,
    {
      for: 'member',
      body: passwordAndCode,
      refused: ({ ctx, actor }, form, error) => showTwoFactor(ctx, actor, { codes_form: refusedForm(form, error) }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => showCodes(await renewRecoveryCodes(ctx, actor, body)),
  ),
  page.post(
    `${at}/deletion`,
    {
      for: 'member',
      body: passwordAndCode,
      refused: ({ ctx, actor }, form, error) => showTwoFactor(ctx, actor, { off_form: refusedForm(form, error) }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await turnOffTwoFactor(ctx, actor, body)
      return seeOther(at, 'Two-factor login is off.')
    },
  ),
]

/** Loaded on first use: few pages have a code. */
const qrCodeOf = async (uri: string) => (await import('#lib/qr-code.ts')).qrCodeSvg(uri, 232)
