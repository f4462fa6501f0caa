import { entrancePages } from './entrance-pages.ts'
import { linkPages } from './link-pages.ts'
import { passkeyLoginPages } from './passkeys/login-pages.ts'
import { passkeyPages } from './passkeys/pages.ts'
import { personalDataPages } from './personal-data-pages.ts'
import { profilePages } from './profile-pages.ts'
import { reauthenticationPages } from './reauthentication/pages.ts'
import { sessionPages } from './session-pages.ts'
import { twoFactorPages } from './two-factor/pages.ts'
import { secondStepPages } from './two-factor/second-step-pages.ts'

export const accountPages = [
  ...entrancePages,
  ...secondStepPages,
  ...passkeyLoginPages,
  ...linkPages,
  ...profilePages,
  ...twoFactorPages,
  ...passkeyPages,
  ...reauthenticationPages,
  ...sessionPages,
  ...personalDataPages,
]
