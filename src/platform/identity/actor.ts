import type { AccountType } from '#platform/db/schema.ts'

/** What a personal API token can be good for. */
export const tokenScopes = ['read', 'tickets', 'door', 'admin'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** Read from the account on every request, whatever proves who asks. */
interface ActingAccount {
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
}

/** Somebody who has logged in. Only they can do what concerns sessions, credentials and passes. */
export interface SessionActor extends ActingAccount {
  via: { kind: 'session' }
  session_id: string
  session_expires_at: number
  /** Whether the session is one that outlasts SESSION_HOURS. */
  session_persistent: boolean
  /** When this session last proved whose it is: by a login, or by giving password and second step again. */
  authenticated_at: number
}

/** A program with a personal API token: it can do what both the token's scopes and its owner's rights allow. */
export interface TokenActor extends ActingAccount {
  via: { kind: 'token'; id: number; scopes: readonly TokenScope[] }
}

/** Who is asking. */
export type Actor = SessionActor | TokenActor

export const hasSession = (actor: Actor): actor is SessionActor => actor.via.kind === 'session'
