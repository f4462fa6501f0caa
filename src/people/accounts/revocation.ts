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

/** All that gives access to an account beside its password, or would do so later, and how each is revoked. */
const credentials = {
  sessions: (ctx: Context, id: number, exceptSession?: string) => deleteSessions(ctx, id, 'whole', exceptSession),
  pending_logins: (ctx: Context, id: number) => deleteSessions(ctx, id, 'pending'),
  pending_email: clearPendingEmail,
  confirmation_links: (ctx: Context, id: number) => voidLinks(ctx, id, 'verify_email', 'mailed'),
  mailed_reset_links: (ctx: Context, id: number) => voidLinks(ctx, id, 'reset_password', 'mailed'),
  handed_reset_links: (ctx: Context, id: number) => voidLinks(ctx, id, 'reset_password', 'handed'),
  /** Links that a queued job has still to make: the job carries the version of the time when it was asked for. */
  queued_links: raiseCredentialsVersion,
  /** Cookies of browsers that the owner has logged in with: they carry the version too. */
  known_browsers: raiseCredentialsVersion,
  pending_authenticator: (ctx: Context, id: number) => deleteAuthenticator(ctx, id, 'pending'),
  authenticator: (ctx: Context, id: number) => deleteAuthenticator(ctx, id, 'confirmed'),
  recovery_codes: (ctx: Context, id: number) => deleteAllOf(ctx, 'recovery_codes', id),
  /** Registrations of passkeys, and second steps by one, that have begun. */
  passkey_challenges: (ctx: Context, id: number) => deleteAllOf(ctx, 'passkey_challenges', id),
  passkeys: (ctx: Context, id: number) => deleteAllOf(ctx, 'passkeys', id),
  /** The secret address of a calendar: it shows what its owner comes to. */
  calendar_feed: (ctx: Context, id: number) => deleteAllOf(ctx, 'calendar_feeds', id),
  /** By what programs act for the owner. */
  api_tokens: (ctx: Context, id: number) => revokeApiTokens(ctx, id),
  /** Links by which colleagues make accounts of staff: whoever had an admin's account could have sent one to themselves. */
  staff_invitations: withdrawStaffInvitations,
  /** Links for accounts of others: whoever had an admin's account could have made some for themselves. */
  issued_links: voidIssuedLinks,
} satisfies Record<string, Revoke>

export type Credential = keyof typeof credentials

export const allCredentials = Object.keys(credentials) as Credential[]

/** What was added by whoever proved then who they are. */
const ownLogin: Credential[] = ['passkeys', 'authenticator', 'recovery_codes', 'calendar_feed']

/**
 * What goes on where the owner acts who can log in as before. Tokens of programs belong to it: whoever makes one has
 * proved who they are, is told by mail, and sees them all in a list. So do invitations of colleagues, which need a proof
 * too, and which all admins see, and links that an admin made, which need one and are in the log. Where an account may
 * have been in wrong hands (a password reset, logging out everywhere, a suspension) they are revoked, as they need no login.
 */
const ownAccess: Credential[] = [...ownLogin, 'api_tokens', 'staff_invitations', 'issued_links']

/** What each event leaves in force. All else is revoked, so that a new kind of credential is until somebody decides. */
export const remainingAfter = {
  password_changed: ownAccess,
  password_reset: ownLogin,
  /** A new password by a link that an admin made, for an account whose address nobody has confirmed. */
  unconfirmed_password_reset: ['authenticator', 'recovery_codes'],
  /**
   * The first address that is confirmed: until then anybody may have made the account in its owner's name. A link for a
   * new password that was mailed there is the owner's; one that was mailed elsewhere is good no longer (forgotten.ts).
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
 * Revokes what an event does not leave in force, in the event's own transaction. What was begun before and is finished
 * later fails by itself: sessions and links are gone, and whoever read the account earlier meets `lockUnrevoked`.
 *
 * @param exceptSession a session that goes on
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
