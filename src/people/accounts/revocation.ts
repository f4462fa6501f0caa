import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import { publish, sessionsTopic } from '#platform/live/publish.ts'
import {
  clearPendingEmail,
  deleteAllOf,
  deleteAuthenticator,
  deleteSessions,
  lockAccount,
  raiseCredentialsVersion,
  revokeApiTokens,
  voidIssuedLinks,
  voidLinks,
  withdrawStaffInvitations,
} from './revocation-queries.ts'

type Revoke = (ctx: Context, accountId: number, exceptSession?: string) => Promise<unknown>

/** Everything besides the password that gives access to an account, or may do so later, and how each is revoked. */
const credentials = {
  sessions: (ctx: Context, id: number, exceptSession?: string) => deleteSessions(ctx, id, 'whole', exceptSession),
  pending_logins: (ctx: Context, id: number) => deleteSessions(ctx, id, 'pending'),
  pending_email: clearPendingEmail,
  confirmation_links: (ctx: Context, id: number) => voidLinks(ctx, id, 'verify_email', 'mailed'),
  mailed_reset_links: (ctx: Context, id: number) => voidLinks(ctx, id, 'reset_password', 'mailed'),
  handed_reset_links: (ctx: Context, id: number) => voidLinks(ctx, id, 'reset_password', 'handed'),
  /** Links that a queued job has yet to make: the job has the version at the time of the request. */
  queued_links: raiseCredentialsVersion,
  /** Cookies of browsers in which the owner has logged in: they contain the version too. */
  known_browsers: raiseCredentialsVersion,
  pending_authenticator: (ctx: Context, id: number) => deleteAuthenticator(ctx, id, 'pending'),
  authenticator: (ctx: Context, id: number) => deleteAuthenticator(ctx, id, 'confirmed'),
  recovery_codes: (ctx: Context, id: number) => deleteAllOf(ctx, 'recovery_codes', id),
  /** Registrations of passkeys, and second steps with one, in progress. */
  passkey_challenges: (ctx: Context, id: number) => deleteAllOf(ctx, 'passkey_challenges', id),
  passkeys: (ctx: Context, id: number) => deleteAllOf(ctx, 'passkeys', id),
  /** The secret address of a calendar: it shows the events that its owner attends. */
  calendar_feed: (ctx: Context, id: number) => deleteAllOf(ctx, 'calendar_feeds', id),
  /** Programs use them to act for the owner. */
  api_tokens: (ctx: Context, id: number) => revokeApiTokens(ctx, id),
  /**
   * Links with which colleagues create staff accounts: an intruder in an admin's account could have sent one to
   * themselves.
   */
  staff_invitations: withdrawStaffInvitations,
  /** Links for others' accounts: an intruder in an admin's account could have made some for themselves. */
  issued_links: voidIssuedLinks,
} satisfies Record<string, Revoke>

export type Credential = keyof typeof credentials

export const allCredentials = Object.keys(credentials) as Credential[]

/** Added by somebody who had proved their identity. */
const ownLogin: Credential[] = ['passkeys', 'authenticator', 'recovery_codes']

/**
 * What stays in force after a change by the owner, who can log in as before. This includes tokens of programs: making
 * one requires a proof of identity, the owner gets a mail about it, and sees all in a list. It also includes
 * invitations of colleagues, which need a proof too and are visible to all admins, and links made by an admin, which
 * need a proof and are logged. After events where somebody else may have had access (a password reset, logging out
 * everywhere, a suspension) they are revoked, as they work without a login; so is the address of a calendar feed.
 */
const ownAccess: Credential[] = [...ownLogin, 'calendar_feed', 'api_tokens', 'staff_invitations', 'issued_links']

/** What each event leaves in force. Everything else is revoked, including kinds of credentials that are added later. */
export const remainingAfter = {
  password_changed: ownAccess,
  password_reset: ownLogin,
  /** A new password by a link from an admin, for an account without confirmed address. */
  unconfirmed_password_reset: ['authenticator', 'recovery_codes'],
  /**
   * The first confirmed address: until then anybody may have created the account in the owner's name. A password link
   * mailed to this address is the owner's; one mailed elsewhere is no longer valid.
   */
  first_address_confirmed: ['mailed_reset_links'],
  address_changed: ['sessions', 'pending_logins', 'pending_authenticator', 'passkey_challenges', ...ownAccess],
  logged_out_everywhere: ownLogin,
  suspended: ownLogin,
  deleted: [],
  two_factor_reset: [
    'sessions',
    'pending_email',
    'confirmation_links',
    'mailed_reset_links',
    'handed_reset_links',
    'queued_links',
    'known_browsers',
    'passkeys',
    'calendar_feed',
    'api_tokens',
    'staff_invitations',
    'issued_links',
  ],
} satisfies Record<string, Credential[]>

export type RevocationCause = keyof typeof remainingAfter

/**
 * Revokes what an event does not leave in force, in the event's own transaction. What was begun before fails by itself:
 * sessions and links are gone, and `lockUnrevoked` refuses accounts read earlier.
 *
 * @param exceptSession a session that stays
 */
export async function revokeCredentials(
  ctx: Context,
  accountId: number,
  event: RevocationCause,
  exceptSession?: string,
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, accountId)
    const remaining = new Set<Credential>(remainingAfter[event])
    const revoked = allCredentials.filter((credential) => !remaining.has(credential))
    const steps = new Set<Revoke>(revoked.map((credential) => credentials[credential]))
    for (const revoke of steps) await revoke(ctx, accountId, exceptSession)
    if (!remaining.has('sessions')) publish(ctx, sessionsTopic(accountId))
  })
}
