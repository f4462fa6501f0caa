import { apiTokenPages } from '#people/api-tokens/pages.ts'
import { blockPages } from '#people/conversations/block-routes.ts'
import { conversationPages } from '#people/conversations/pages.ts'
import { reportPages } from '#people/conversations/report-pages.ts'
import { linkPages } from '#people/email-links/pages.ts'
import { loginPages } from '#people/login/login-pages.ts'
import { passkeyLoginPages } from '#people/login/passkey-pages.ts'
import { secondStepPages } from '#people/login/second-step-pages.ts'
import { passkeyPages } from '#people/passkeys/pages.ts'
import { personalDataPages } from '#people/privacy/pages.ts'
import { profilePages } from '#people/profile/pages.ts'
import { publicProfilePages } from '#people/public-profiles/pages.ts'
import { reauthenticationPages } from '#people/reauthentication/pages.ts'
import { twoFactorPages } from '#people/second-factor/pages.ts'
import { sessionPages } from '#people/sessions/session-pages.ts'
import { acceptancePages } from '#people/staff-invitations/acceptance-pages.ts'
import { adminInvitationPages } from '#people/staff-invitations/admin-pages.ts'

export const accountPages = [
  ...loginPages,
  ...secondStepPages,
  ...passkeyLoginPages,
  ...linkPages,
  ...profilePages,
  ...twoFactorPages,
  ...passkeyPages,
  ...reauthenticationPages,
  ...sessionPages,
  ...apiTokenPages,
  ...personalDataPages,
  ...publicProfilePages,
  ...blockPages,
  ...conversationPages,
  ...reportPages,
  ...adminInvitationPages,
  ...acceptancePages,
]
