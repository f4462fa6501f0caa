import type { SessionCookie } from '#platform/http/answer.ts'
import type { StartedSession } from './sessions.ts'

export const cookieOf = ({ token, expires_at, account, awaits_second_step }: StartedSession): SessionCookie => ({
  token,
  expires_at,
  ...(!awaits_second_step && { known_account: { id: account.id, credentials_version: account.credentials_version } }),
})
