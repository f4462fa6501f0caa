import type { SessionCookie } from '#platform/http/answer.ts'
import type { StartedSession } from './sessions.ts'

export const cookieOf = ({ token, expires_at, account, second_factor_required }: StartedSession): SessionCookie => ({
  token,
  expires_at,
  ...(!second_factor_required && {
    known_account: { id: account.id, credentials_version: account.credentials_version },
  }),
})
