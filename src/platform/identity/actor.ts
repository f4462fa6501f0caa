import type { AccountType } from '#platform/db/schema.ts'

/** What a personal API token can allow. */
export const tokenScopes = ['read', 'tickets', 'door', 'admin'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** Read from the account on every request, however the actor has authenticated. */
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
  /** Whether the mail server rejects mail to the address permanently. */
  email_refused: boolean
  lost_email: string | null
  created_at: number
  credentials_version: number
}

/** Somebody who has logged in. Only they can change sessions, credentials and passes. */
export interface SessionActor extends ActingAccount {
  via: { kind: 'session' }
  session_id: string
  session_expires_at: number
  /** Whether the session lasts longer than SESSION_HOURS. */
  session_persistent: boolean
  /** When this session last proved whose it is: by a login, or by giving password and second step again. */
  authenticated_at: number
}

/** A program with a personal API token: it may do what both the token's scopes and its owner's rights allow. */
export interface TokenActor extends ActingAccount {
  via: { kind: 'token'; id: number; scopes: readonly TokenScope[] }
}

/** Who makes a request. */
export type Actor = SessionActor | TokenActor

export const hasSession = (actor: Actor): actor is SessionActor => actor.via.kind === 'session'
