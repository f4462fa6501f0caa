import type { AccountType } from '#platform/db/schema.ts'

/** Who is asking: read from the session and its account on every request. */
export interface Actor {
  id: number
  username: string
  display_name: string
  profile_icon: string
  /** The address of an uploaded picture. */
  picture: string | null
  account_type: AccountType
  is_staff: boolean
  email: string
  email_verified: boolean
  /** Whether the mail server refuses mail to it for good. */
  email_refused: boolean
  lost_email: string | null
  created_at: number
  credentials_version: number
  session_id: string
  session_expires_at: number
  /** Whether the session is one that outlasts SESSION_HOURS. */
  session_persistent: boolean
  /** When this session last proved whose it is: by a login, or by giving password and second step again. */
  authenticated_at: number
}
