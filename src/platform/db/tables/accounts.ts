import type { Generated } from 'kysely'

export type StaffType = 'assistant' | 'admin'
export type AccountType = 'customer' | StaffType

export interface AccountsTable {
  id: Generated<number>
  username: string
  username_key: string
  display_name: string
  /** Shown on the public profile; null if the person gave none. */
  first_name: string | null
  last_name: string | null
  /** Empty for an account without an address; so is `email_key`. */
  email: string
  email_key: string
  /** When the address was confirmed; from then on it belongs to this account alone. */
  email_verified_at: number | null
  /** When a mail server rejected it permanently; cleared when it is confirmed again or replaced. */
  email_refused_at: Generated<number | null>
  /** The new address, which replaces `email` once it is confirmed. */
  pending_email: string | null
  /** When a mail server rejected that address permanently. */
  pending_email_refused_at: Generated<number | null>
  /** The address of this account until another account confirmed it; cleared when the person gives another one. */
  lost_email: string | null
  password_hash: string
  /** Incremented whenever credentials are revoked: see accounts/revocation.ts. */
  credentials_version: Generated<number>
  account_type: AccountType
  profile_icon: string
  /** An uploaded picture, shown in place of the icon. */
  picture_id: string | null
  created_at: number
  suspended_at: number | null
  /** When the person's data was erased; the account stays as the author of its messages. */
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
  /** 1 for "Keep me logged in": `expires_at` then moves on with each use, up to a maximum age. */
  persistent: Generated<number>
  /** When its owner last proved who they are, with password or passkey and the second step. */
  authenticated_at: Generated<number>
}

/** Tokens with which programs act for their owner. */
export interface ApiTokensTable {
  id: Generated<number>
  account_id: number
  name: string
  /** SHA-256; the token itself is shown once and not stored. */
  token_hash: string
  /** In the order of `tokenScopes`, separated by spaces. */
  scopes: string
  created_at: number
  /** A revocation sets it to that moment. */
  expires_at: number
  revoked_at: number | null
  last_used_at: number | null
  last_address: string | null
}

export interface KnownAddressesTable {
  account_id: number
  /** The key that rate limits use: IPv6 by /64. */
  address_key: string
  /** The account's version at that login: after a revocation the address is unknown again. */
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

/** Refused attempts of clients that are not logged in, counted by hour. */
export interface RefusedAttemptsTable {
  /** When the hour began. */
  hour: number
  /** The key that rate limits use: an IPv4 address, an IPv6 /64, or `others`. */
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
  /** The admin who made the link to hand it over. */
  issued_by: number | null
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface AuthenticatorsTable {
  account_id: number
  /** The secret of an authenticator app, encrypted with a key derived from a pepper: see second-factor/secrets.ts. */
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

/** Colleagues whom admins have invited by email address. */
export interface StaffInvitationsTable {
  id: Generated<number>
  /** Empty once the invitation is closed; so is `email_key`. */
  email: string
  email_key: string
  account_type: StaffType
  invited_by: number
  invited_at: number
  /** If the invitation ends for another reason, the time at which it did. */
  expires_at: number
  /** 1 for a link that was mailed and so proves the address; 0 for one that the admin hands over. */
  mailed: number
  /** When the mail server rejected the address permanently. */
  refused_at: number | null
  /** SHA-256; null until the mail is sent. */
  token_hash: string | null
  state: StaffInvitationState
}
