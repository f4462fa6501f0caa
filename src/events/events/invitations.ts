import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '#context'
import { conflict, invalidField, notFound } from '#errors'
import { hour } from '#lib/durations.ts'
import { isEmailAddress } from '#lib/email-address.ts'
import { formatTime } from '#lib/format-time.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Limit } from '#platform/http/limit.ts'
import { consume } from '#platform/http/rate-limit.ts'
import { type Account, findAccountByUsername, findOwnerOfEmail, keyOf } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { invitationFollowed, invitationWithdrawn, personInvited } from './activity.ts'
import { countOwnPlaces } from './counter-queries.ts'
import { getEventForUpdate } from './events.ts'
import {
  bindInvitation,
  endInvitation,
  findInvitation,
  findInvitationByToken,
  findOwnAnswer,
  insertInvitation,
  setInvitationToken,
} from './invitation-queries.ts'
import { listSubjects } from './notification-queries.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { type EventRow, findAnyEvent } from './queries.ts'
import { refuseCancelled, refuseOthers, refuseStarted } from './refusals.ts'
import { leaveLocked } from './waiting-list.ts'

const inviting: Limit = { name: 'invite-to-event', most: 200, window: hour }
/** Whoever is invited, uninvited and invited anew has a mail each time. */
const sameAddress: Limit = { name: 'invite-address', most: 10, window: hour }

export interface Invited {
  /** As they were named. */
  invited: string[]
  already: string[]
}

/**
 * Invites people by username or email; each person once.
 *
 * @throws invalid naming every name that nobody has
 */
export async function invite(ctx: Context, actor: Actor, eventId: number, names: string[]): Promise<Invited> {
  for (const name of names) {
    await consume(ctx, inviting, actor.id)
    // Also where it is the address of an account: whoever invites is not told.
    if (name.includes('@') && !actor.is_staff) await consume(ctx, sameAddress, `${actor.id} ${keyOf(name)}`)
  }
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    refuseOthers(actor, event)
    refuseCancelled(event)
    refuseStarted(ctx, event)
    const addressees: [string, Addressee | undefined][] = []
    for (const name of new Set(names)) addressees.push([name, await findAddressee(ctx, event, name)])
    const unknown = addressees.filter(([, addressee]) => !addressee).map(([name]) => name)
    if (unknown.length > 0) throw invalidField('who', `Nobody can be invited as ${unknown.join(', ')}.`)
    const result: Invited = { invited: [], already: [] }
    for (const [name, addressee] of addressees as [string, Addressee][])
      result[(await inviteOne(ctx, actor, event, addressee)) ? 'invited' : 'already'].push(name)
    return result
  })
}

interface Addressee {
  /** Null for an address that no account has confirmed. */
  account_id: number | null
  email: string | null
}

/** An address that an account has confirmed is that account; that it is, and which, whoever invites is not told. */
async function findAddressee(ctx: Context, event: EventRow, name: string): Promise<Addressee | undefined> {
  const isAddress = name.includes('@')
  if (isAddress && !isEmailAddress(name)) return undefined
  const account = isAddress ? await findOwnerOfEmail(ctx, name) : await findAccountByUsername(ctx, name)
  if (account && isPresent(account)) {
    if (account.id === event.host_id) throw conflict('own_event', 'The host needs no invitation.')
    return { account_id: account.id, email: isAddress ? name : null }
  }
  return isAddress ? { account_id: null, email: name } : undefined
}

const isPresent = ({ suspended_at, deleted_at }: Account) => suspended_at === null && deleted_at === null

/** Whoever has booked already has nothing to answer; whose an address is, the host is not told by that either. */
async function firstState(ctx: Context, event: EventRow, { account_id, email }: Addressee) {
  const comes = account_id !== null && email === null && (await countOwnPlaces(ctx, event.id, account_id)) > 0
  return comes ? 'accepted' : 'open'
}

async function inviteOne(ctx: Context, actor: Actor, event: EventRow, addressee: Addressee): Promise<boolean> {
  const now = ctx.clock.now()
  const { account_id, email } = addressee
  const known = account_id !== null && (await findOwnAnswer(ctx, event.id, account_id)) !== undefined
  const id = await insertInvitation(ctx, {
    ...{ event_id: event.id, account_id, email, invited_by: actor.id, invited_at: now },
    state: await firstState(ctx, event, addressee),
    email_key: email === null ? null : keyOf(email),
    token_hash: null,
    event_ends_at: account_id === null ? event.ends_at : null,
  })
  if (id === undefined) return false
  await record(ctx, personInvited, { actor_id: actor.id, event, account_id, invitation_id: id, known }, now)
  if (account_id === null) await enqueue(ctx, invitationJob, { invitation_id: id })
  return true
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/** The link is made when the mail goes out; only its hash is kept. A mail that is sent again has a new one. */
async function mailInvitation(ctx: Context, { invitation_id }: { invitation_id: number }): Promise<void> {
  const invitation = await findInvitation(ctx, invitation_id)
  const event = invitation && (await findAnyEvent(ctx, invitation.event_id))
  if (!event || !invitation?.email || invitation.state !== 'open' || event.cancelled_at !== null) return
  if (invitation.account_id !== null) return
  const token = randomBytes(24).toString('base64url')
  await setInvitationToken(ctx, invitation_id, hashOf(token))
  const link = `${ctx.config.server.origin}/invitations/${token}`
  await sendByJob(ctx, {
    to: invitation.email,
    subject: `An invitation: ${event.title}`,
    template: 'event-invitation',
    model: {
      link,
      event: { title: event.title, location: event.location, starts: formatTime(ctx, event.starts_at).full },
    },
    // Another link is another mail: servers drop the second of two with the same Message-ID.
    about: link,
  })
}

export const invitationJob = defineJob('event_invitation', z.object({ invitation_id: z.int() }), mailInvitation, {
  mails: true,
})

/** Whom a mail about an invitation was to reach, and at which event. */
export async function concernedByInvitation(ctx: Context, id: number) {
  const invitation = await findInvitation(ctx, id)
  return (
    invitation && {
      people: [invitation.email].filter((one) => one !== null),
      subjects: [`event #${invitation.event_id}`],
    }
  )
}

/**
 * The invitation that a link leads to, with its event. The link is for whoever has it, once: after an account has followed
 * it, it is that account's alone.
 *
 * @throws not-found for a link that is unknown, withdrawn, or was followed by another account
 */
export async function getLinkedInvitation(ctx: Context, actor: Actor | null, token: string) {
  const invitation = await findInvitationByToken(ctx, hashOf(token))
  const event = invitation && (await findAnyEvent(ctx, invitation.event_id))
  if (!event || !invitation || (invitation.account_id !== null && invitation.account_id !== actor?.id))
    throw notFound('invitation')
  return { invitation, event }
}

/** Makes an invitation by mail the account's own. @returns the event's id */
export function followInvitation(ctx: Context, actor: Actor, token: string): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const { invitation, event } = await getLinkedInvitation(ctx, actor, token)
    if (event.host_id === actor.id || invitation.account_id === actor.id) return event.id
    if (!(await bindInvitation(ctx, invitation.id, actor.id))) throw notFound('invitation')
    await record(ctx, invitationFollowed, { actor_id: actor.id, event, invitation_id: invitation.id })
    return event.id
  })
}

/** Whether the event is open to somebody without an invitation, be they staff or not. */
async function hasOtherSight(ctx: Context, event: EventRow, id: number | null): Promise<boolean> {
  return id !== null && (await listSubjects(ctx, { id, is_staff: false }, [event.id])).length > 0
}

/** Whoever may not book any more waits for nothing, unless they are invited by another name. */
async function endWaitOfUninvited(ctx: Context, actor: Actor, event: EventRow, accountId: number): Promise<void> {
  if (event.visibility === 'public' || (await findOwnAnswer(ctx, event.id, accountId)) !== undefined) return
  await leaveLocked(ctx, event, accountId, actor.id)
}

/** Takes an invitation back, and tells whoever may not come any more; places that were booked on it stay booked. */
export function withdrawInvitation(ctx: Context, actor: Actor, eventId: number, invitationId: number): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    refuseOthers(actor, event)
    const invitation = await findInvitation(ctx, invitationId)
    if (!invitation || invitation.event_id !== eventId) throw notFound('invitation')
    const { account_id } = invitation
    if (!(await endInvitation(ctx, invitationId))) throw notFound('invitation')
    if (account_id !== null) await endWaitOfUninvited(ctx, actor, event, account_id)
    const isToCome = event.cancelled_at === null && event.ends_at > ctx.clock.now()
    const matters = isToCome && invitation.state !== 'declined' && !(await hasOtherSight(ctx, event, account_id))
    const to = matters ? [account_id] : []
    const fact = { actor_id: actor.id, event, account_id, invitation_id: invitationId, to }
    await record(ctx, invitationWithdrawn, fact)
    await withdrawUnseen(ctx, event, account_id === null ? [] : [account_id])
  })
}
