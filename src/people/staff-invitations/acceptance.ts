import type { Context } from '#context'
import { conflict, DomainError } from '#errors'
import { sha256 } from '#lib/sha256.ts'
import { addAccount } from '#people/accounts/accounts.ts'
import { limits } from '#people/accounts/limits.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { countBadLink } from '#people/accounts/refused-attempts.ts'
import { lockForAddress } from '#people/accounts/revocation-queries.ts'
import { requestConfirmation } from '#people/accounts/verification-mail.ts'
import { refuseWeakPassword } from '#people/accounts/weak-passwords.ts'
import { type StartedSession, startSession } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, findOwnerOfEmail } from '#platform/identity/account-queries.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { colleagueInvitationAccepted } from './activity.ts'
import { isExpired } from './lifetime.ts'
import { findInvitationByToken, type Invitation, takeInvitation } from './queries.ts'
import type { Acceptance } from './schemas.ts'

/** Why a link is invalid, each with its own message. */
const refusals = {
  unknown: 'This link is not an invitation that we know; it may have ended long ago. Ask for a new one.',
  accepted: 'This invitation was used already: its account is made. Log in with it.',
  replaced: 'This link was replaced by a newer one: use the link that was sent or given to you last.',
  withdrawn: 'This invitation was withdrawn. Ask the person who invited you.',
  expired: 'This invitation has expired: it was good for 7 days. Ask the person who invited you for a new one.',
}

const refusal = (why: keyof typeof refusals) =>
  new DomainError('invalid', `invitation_${why}`, refusals[why], {
    fields: [{ field: 'token', message: refusals[why] }],
  })

/** @throws invalid, with a code and a message for each reason */
export async function getLinkedInvitation(ctx: Context, token: string): Promise<Invitation> {
  const invitation = await findInvitationByToken(ctx, sha256(token))
  if (!invitation) throw refusal('unknown')
  if (invitation.state !== 'open') throw refusal(invitation.state)
  if (isExpired(ctx, invitation)) throw refusal('expired')
  return invitation
}

export interface Accepted {
  account: Account
  /** Null if the link was handed over and the address must be confirmed before the first login. */
  session: StartedSession | null
}

/**
 * Creates the invited account and logs it in. A mailed link proves the address; one that an admin has handed over does
 * not.
 */
export async function acceptInvitation(ctx: Context, input: Acceptance): Promise<Accepted> {
  const { token, password, ...names } = input
  const invitation = await countingRefusals(ctx, getLinkedInvitation(ctx, token))
  await consume(ctx, limits.links, `invitation ${invitation.id}`)
  const { email } = invitation
  await refuseWeakPassword(ctx, password, { ...names, email })
  const password_hash = await hashPassword(ctx.config, password)
  const accepted = await withTransaction(ctx, async (ctx) => {
    await lockForAddress(ctx, 0, email)
    if (!(await takeInvitation(ctx, sha256(token)))) return null
    if (await findOwnerOfEmail(ctx, email)) throw ownedMeanwhile()
    const proven = invitation.mailed === 1 && { email_verified_at: ctx.clock.now() }
    return enter(
      ctx,
      invitation,
      await addAccount(ctx, { ...names, email, ...proven }, password_hash, invitation.account_type),
    )
  })
  // Another request was faster: the message depends on the stored state now.
  if (!accepted)
    throw await countingRefusals(
      ctx,
      getLinkedInvitation(ctx, token).then(() => refusal('replaced')),
    )
  return accepted
}

const ownedMeanwhile = () =>
  conflict(
    'email_taken',
    'Another account has confirmed this address in the meantime. Log in with it, and ask an admin to change its type.',
  )

async function enter(ctx: Context, invitation: Invitation, account: Account): Promise<Accepted> {
  const { id: invitation_id, account_type, invited_by } = invitation
  await record(ctx, colleagueInvitationAccepted, { actor_id: account.id, invitation_id, account_type, invited_by })
  if (account.email_verified_at !== null) return { account, session: await startSession(ctx, account) }
  await requestConfirmation(ctx, account)
  const mayEnter = !ctx.settings.current.require_verified_email
  return { account, session: mayEnter ? await startSession(ctx, account) : null }
}

async function countingRefusals<T>(ctx: Context, found: Promise<T>): Promise<T> {
  return found.catch(async (error) => {
    await countBadLink(ctx)
    throw error
  })
}
