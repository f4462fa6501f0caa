import type { Generated } from 'kysely'

export type StaffType = 'assistant' | 'admin'
export type AccountType = 'customer' | StaffType

export interface AccountsTable {
  id: Generated<number>
  username: string
  username_key: string
  display_name: string
  /** Shown on the public profile; null where the person has not given it. */
  first_name: string | null
  last_name: string | null
  /** Empty for an account without one; `email_key` too. */
  email: string
  email_key: string
  /** When the address was confirmed; it counts for this account alone from then on. */
  email_verified_at: number | null
  /** When a mail server refused it for good; until it is confirmed again, or another takes its place. */
  email_refused_at: Generated<number | null>
  /** The address to be confirmed before it takes the place of `email`. */
  pending_email: string | null
  /** When a mail server refused that one for good; it counts only while there is one. */
  pending_email_refused_at: Generated<number | null>
  /** What the account named until another account confirmed it; until its person gives another address. */
  lost_email: string | null
  password_hash: string
  /** Grows whenever credentials are revoked: see accounts/revocation.ts. */
  credentials_version: Generated<number>
  account_type: AccountType
  profile_icon: string
  /** An uploaded one, shown in place of the icon. */
  picture_id: string | null
  created_at: number
  suspended_at: number | null
  /** When the person's data was erased; the account stays as the author of what was said. */
  deleted_at: number | null
}

export interface SessionsTable {
  id: string
  account_id: number
  created_at: number
  expires_at: number
  last_seen_at: number
  address: string | null
  user_agent: string | null
  /** 1 until the second step of a two-factor login is done: until then the session can do nothing else. */
  second_factor_required: number
  /** 1 for who wants to stay logged in: `expires_at` then moves on with each use, up to a last day. */
  persistent: Generated<number>
  /** When its owner last proved who they are by all that their login takes. */
  authenticated_at: Generated<number>
}

/** By what programs act for their owner. */
export interface ApiTokensTable {
  id: Generated<number>
  account_id: number
  name: string
  /** SHA-256; the token itself is shown once and not stored. */
  token_hash: string
  /** In the order of `tokenScopes`, with spaces between. */
  scopes: string
  created_at: number
  /** At a revocation it moves back to that moment. */
  expires_at: number
  revoked_at: number | null
  last_used_at: number | null
  last_address: string | null
}

export interface KnownAddressesTable {
  account_id: number
  /** As limits count it: IPv6 by /64. */
  address_key: string
  /** Of the account at that login: what was revoked since makes the address unknown again. */
  credentials_version: number
  last_seen_at: number
}

export interface SetupCodesTable {
  code_hash: string
  expires_at: number
}

export type FailureReason = 'wrong' | 'suspended' | 'unverified' | 'second_step' | 'passkey' | 'token'

export interface FailedLoginsTable {
  id: Generated<number>
  at: number
  name_tried: string
  name_key: string
  account_id: number | null
  reason: FailureReason
  address: string | null
  user_agent: string | null
}

/** What strangers tried in vain, counted. */
export interface RefusedAttemptsTable {
  /** When the hour began. */
  hour: number
  /** As limits count it: an IPv4 address, an IPv6 /64, or `others`. */
  address: string
  kind: string
  count: number
  last_at: number
}

export type TokenPurpose = 'verify_email' | 'reset_password'

export interface AccountTokensTable {
  token_hash: string
  account_id: number
  purpose: TokenPurpose
  /** The address that the token was sent to. */
  email: string
  /** The admin who made it to hand it over. */
  issued_by: number | null
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface AuthenticatorsTable {
  account_id: number
  /** What authenticator apps take, sealed by a key that is made of a pepper: see two-factor/secrets.ts. */
  secret: string
  confirmed_at: number | null
  /** The newest time step (RFC 6238) whose code was accepted. */
  last_step: number
}

export interface RecoveryCodesTable {
  id: Generated<number>
  account_id: number
  code_hash: string
  used_at: number | null
}

export interface PasskeysTable {
  /** The credential's id, base64url. */
  id: string
  account_id: number
  public_key: string
  counter: number
  transports: string
  name: string
  created_at: number
  last_used_at: number | null
}

export interface PasskeyChallengesTable {
  challenge: string
  account_id: number | null
  expires_at: number
}

export type StaffInvitationState = 'open' | 'accepted' | 'replaced' | 'withdrawn'

/** Colleagues whom admins have invited by their address. */
export interface StaffInvitationsTable {
  id: Generated<number>
  /** Empty once it is open no more; `email_key` too. */
  email: string
  email_key: string
  account_type: StaffType
  invited_by: number
  invited_at: number
  /** When it ends by another reason it moves back to that moment. */
  expires_at: number
  /** 1 for a link that goes out by mail, and so proves the address; 0 for one that the admin hands over. */
  mailed: number
  /** When the mail server refused the address for good. */
  refused_at: number | null
  /** SHA-256; null until the mail goes out. */
  token_hash: string | null
  state: StaffInvitationState
}
