import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Context, ErasedPerson } from '#context'
import { conflict, notFound } from '#errors'
import { hour } from '#lib/durations.ts'
import { timeInMail } from '#lib/format-time.ts'
import { sha256 } from '#lib/sha256.ts'
import { lockAdmin } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { record } from '#platform/activity/record.ts'
import { lockName } from '#platform/db/dialect.ts'
import type { StaffType } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { findOwnerOfEmail, keyOf } from '#platform/identity/account-queries.ts'
import { typeNouns } from '#platform/identity/account-type.ts'
import type { Actor, SessionActor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { colleagueInvitationWithdrawn, colleagueInvited } from './activity.ts'
import { isExpired, lifetime } from './lifetime.ts'
import {
  countOpenInvitations,
  endInvitation,
  findOpenInvitation,
  insertInvitation,
  markInvitationRefused,
  replaceInvitation,
  setInvitationToken,
  withdrawInvitationsTo,
} from './queries.ts'
import type { newInvitations } from './schemas.ts'

export { listOpenInvitations } from './queries.ts'

/** Valid invitations of each admin. */
const mostOpen = 50
const inviting: Limit = { name: 'invite-colleague', most: 100, window: hour }

/** The recipient of an invitation's mail. */
export async function concernedByStaffInvitation(ctx: Context, id: number) {
  const invitation = await findOpenInvitation(ctx, id)
  return invitation && { people: [invitation.email], subjects: [] }
}

export interface MadeInvitation {
  id: number
  email: string
  account_type: StaffType
  invited_at: number
  expires_at: number
  /** To be handed over if no mail is sent; shown only once. */
  link: string | null
}

export interface Invited {
  invited: MadeInvitation[]
  /** Addresses that belong to an account: its type can be changed instead. */
  known: { email: string; account_id: number }[]
}

/**
 * Invites colleagues by email address. Somebody invited before gets a new invitation, and the earlier link ends.
 *
 * @param former the invitation that this one takes the place of, which must still be open
 * @throws conflict if the admin has the maximum number of open ones
 */
export async function inviteColleagues(
  ctx: Context,
  actor: SessionActor,
  { emails, account_type }: z.output<typeof newInvitations>,
  former?: number,
): Promise<Invited> {
  const addresses = [...new Map(emails.map((email) => [keyOf(email), email])).values()]
  for (const _ of addresses) await consume(ctx, inviting, actor.id)
  return withTransaction(ctx, async (ctx) => {
    await lockAdmin(ctx, actor)
    await lockName(ctx.db, 'staff invitations')
    const result: Invited = { invited: [], known: [] }
    for (const email of addresses) {
      const owner = await findOwnerOfEmail(ctx, email)
      if (owner) result.known.push({ email, account_id: owner.id })
      else {
        if (former !== undefined && !(await endInvitation(ctx, former, 'replaced'))) throw notFound('invitation')
        result.invited.push(await inviteOne(ctx, actor, email, account_type))
      }
    }
    if ((await countOpenInvitations(ctx, actor.id)) > mostOpen)
      throw conflict(
        'too_many_invitations',
        `You can have ${mostOpen} open invitations. Withdraw some that are no longer needed.`,
      )
    return result
  })
}

async function inviteOne(
  ctx: Context,
  actor: SessionActor,
  email: string,
  account_type: StaffType,
): Promise<MadeInvitation> {
  const invited_at = ctx.clock.now()
  const expires_at = invited_at + lifetime
  const token = mailPromises(ctx).off ? newToken() : null
  await replaceInvitation(ctx, keyOf(email))
  const id = await insertInvitation(ctx, {
    ...{ email, email_key: keyOf(email), account_type, invited_by: actor.id, invited_at, expires_at, state: 'open' },
    mailed: token === null ? 1 : 0,
    token_hash: token && sha256(token),
  })
  await record(ctx, colleagueInvited, { actor_id: actor.id, invitation_id: id, account_type }, invited_at)
  if (token === null) await enqueue(ctx, staffInvitationJob, { invitation_id: id }, { priority: 'urgent' })
  return { id, email, account_type, invited_at, expires_at, link: token && linkOf(ctx, token) }
}

const newToken = () => randomBytes(24).toString('base64url')
const linkOf = (ctx: Context, token: string) => `${ctx.config.server.origin}/invitation?token=${token}`

/** The link is made when the mail is sent; only its hash is stored. A retry makes a new one. */
async function mailInvitation(ctx: Context, { invitation_id }: { invitation_id: number }): Promise<void> {
  const invitation = await findOpenInvitation(ctx, invitation_id)
  if (!invitation || isExpired(ctx, invitation)) return
  const token = newToken()
  if (!(await setInvitationToken(ctx, invitation_id, sha256(token)))) return
  const { display_name } = await getAccount(ctx, invitation.invited_by)
  const { site_name } = ctx.settings.current
  const link = linkOf(ctx, token)
  const taken = await sendByJob(ctx, {
    to: invitation.email,
    urgent: true,
    subject: `An invitation to work at ${site_name}`,
    template: 'staff-invitation',
    model: {
      link,
      inviter: display_name,
      role: typeNouns[invitation.account_type],
      until: timeInMail(ctx, invitation.expires_at),
    },
    // A new link needs a new Message-ID: servers drop the second of two mails with the same one.
    about: link,
  })
  if (!taken) await markInvitationRefused(ctx, invitation_id)
}

export const staffInvitationJob = defineJob('staff_invitation', z.object({ invitation_id: z.int() }), mailInvitation, {
  mails: true,
})

/** Replaces the link by another one to the same address, from the admin who requests it. @throws not-found */
export async function inviteAgain(ctx: Context, actor: SessionActor, id: number): Promise<Invited> {
  const invitation = await findOpenInvitation(ctx, id)
  if (!invitation) throw notFound('invitation')
  const { email, account_type } = invitation
  return inviteColleagues(ctx, actor, { emails: [email], account_type }, id)
}

/** @throws not-found for an invitation that was used, replaced or withdrawn */
export async function withdrawInvitation(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    if (!(await endInvitation(ctx, id, 'withdrawn'))) throw notFound('invitation')
    await record(ctx, colleagueInvitationWithdrawn, { actor_id: actor.id, invitation_id: id })
  })
}

/** Removes the address of somebody who was erased. */
export async function forgetInvited(ctx: Context, { email_key }: ErasedPerson): Promise<void> {
  if (email_key !== null) await withdrawInvitationsTo(ctx, email_key)
}
