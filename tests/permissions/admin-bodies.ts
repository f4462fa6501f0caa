import { logo } from './admin-stage.ts'
import type { Stage } from './stage.ts'

const none = () => ({})
const changes = [
  'suspension',
  'reinstatement',
  'email-confirmation',
  'two-factor-reset',
  'reset-link',
  'confirmation-link',
]
const rename = () => ({ display_name: 'Somebody Else' })
const type = () => ({ account_type: 'assistant' })
const confirm = ({ owner }: Stage) => ({ username: owner.username })
let names = 0
const settings = () => ({ site_name: `Desk ${names++}` })

/** Valid bodies for the admin area. */
export const adminBodies: Record<string, (stage: Stage) => Record<string, unknown>> = {
  ...Object.fromEntries(
    changes.flatMap((change) =>
      ['page', 'api'].map((router) => [`${router} POST /admin/accounts/:id/${change}`, none]),
    ),
  ),
  'page POST /admin/accounts/:id': rename,
  'page POST /admin/accounts/:id/picture/removal': none,
  'page POST /admin/accounts/:id/type': type,
  'page POST /admin/accounts/:id/sessions/end': none,
  'page POST /admin/accounts/:id/api-tokens/revocation': none,
  'page POST /admin/accounts/:id/deletion': confirm,
  'page POST /admin/invitations': () => ({ emails: `new${names++}@example.org`, account_type: 'assistant' }),
  'page POST /admin/invitations/:id/renewal': none,
  'page POST /admin/invitations/:id/withdrawal': none,
  'api POST /admin/invitations': () => ({ emails: [`new${names++}@example.org`], account_type: 'admin' }),
  'api POST /admin/invitations/:id/renewal': none,
  'page POST /admin/first-steps/removal': none,
  'page POST /admin/settings': settings,
  'page POST /admin/settings/logo': () => ({ logo: logo() }),
  'page POST /admin/settings/logo/removal': none,
  'page POST /admin/settings/test-mail': none,
  'api PATCH /admin/accounts/:id': rename,
  'api PUT /admin/accounts/:id/type': type,
  'api POST /admin/accounts/:id/deletion': confirm,
  'api PATCH /admin/settings': settings,
  'api PUT /admin/settings/logo': () => ({ content: logo().toString('base64') }),
  'api POST /admin/settings/test-mail': none,
}
