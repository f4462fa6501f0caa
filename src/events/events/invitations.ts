import type { Context } from '#context'
import { conflict, invalidField, notFound } from '#errors'
import { hour } from '#lib/durations.ts'
import { isEmailAddress } from '#lib/email-address.ts'
import { isUsable } from '#people/accounts/account-lock.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { findAccount, findAccountByUsername, findOwnerOfEmail, keyOf } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { invitationWithdrawn, personInvited } from './activity.ts'
import { countOwnPlaces } from './counter-queries.ts'
import { getEventForUpdate } from './events.ts'
import { invitationJob } from './invitation-links.ts'
import { endInvitation, findInvitation, findOwnAnswer, insertInvitation } from './invitation-queries.ts'
import { listSubjects } from './notification-queries.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { mayBook } from './policy.ts'
import type { EventRow } from './queries.ts'
import { refuseCancelled, refuseOthers, refuseStarted } from './refusals.ts'
import { leaveLocked } from './waiting-entries.ts'

const inviting: Limit = { name: 'invite-to-event', most: 200, window: hour }
/** Inviting again after a withdrawal sends another mail. */
const sameAddress: Limit = { name: 'invite-address', most: 10, window: hour }

export interface Invited {
  /** The names as they were given. */
  invited: string[]
  already: string[]
}

/**
 * Invites people by username or email address; each person once.
 *
 * @throws invalid naming every unknown name
 */
export async function invite(ctx: Context, actor: Actor, eventId: number, names: string[]): Promise<Invited> {
  for (const name of names) {
    await consume(ctx, inviting, actor.id)
    // Counted even if the address belongs to an account: the host must not notice a difference.
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

/** A confirmed address means its account; the host does not learn whether and which. */
async function findAddressee(ctx: Context, event: EventRow, name: string): Promise<Addressee | undefined> {
  const isAddress = name.includes('@')
  if (isAddress && !isEmailAddress(name)) return undefined
  const account = isAddress ? await findOwnerOfEmail(ctx, name) : await findAccountByUsername(ctx, name)
  if (account && isUsable(account)) {
    if (account.id === event.host_id) throw conflict('own_event', 'The host needs no invitation.')
    return { account_id: account.id, email: isAddress ? name : null }
  }
  return isAddress ? { account_id: null, email: name } : undefined
}

/** Somebody who has booked need not answer; an invitation by address stays open, which reveals nothing to the host. */
async function firstState(ctx: Context, event: EventRow, { account_id, email }: Addressee) {
  const comes = account_id !== null && email === null && (await countOwnPlaces(ctx, event.id, account_id)) > 0
  return comes ? 'accepted' : 'open'
}

async function inviteOne(ctx: Context, actor: Actor, event: EventRow, addressee: Addressee): Promise<boolean> {
  const now = ctx.clock.now()
  const { account_id, email } = addressee
  const answer = account_id === null ? undefined : await findOwnAnswer(ctx, event.id, account_id)
  // An invitation by name counts again for somebody who has declined one by address.
  const known = answer !== undefined && (answer !== 'declined' || email !== null)
  const id = await insertInvitation(ctx, {
    ...{ event_id: event.id, account_id, email, invited_by: actor.id, invited_at: now },
    state: await firstState(ctx, event, addressee),
    email_key: email === null ? null : keyOf(email),
    token_hash: null,
    event_ends_at: account_id === null ? event.ends_at : null,
  })
  if (id === undefined) return false
  await record(ctx, personInvited, { actor_id: actor.id, event, account_id, invitation_id: id, known }, now)
  if (account_id === null) await enqueue(ctx, invitationJob, { invitation_id: id, at: now })
  return true
}

/** Whether the person may see the event without this invitation; being on staff does not count. */
async function hasOtherSight(ctx: Context, event: EventRow, id: number | null): Promise<boolean> {
  return id !== null && (await listSubjects(ctx, { id, is_staff: false }, [event.id])).length > 0
}

/** Somebody who may no longer book leaves the waiting list, unless another invitation lets them book. */
export async function endWaitOfUninvited(
  ctx: Context,
  actorId: number | null,
  event: EventRow,
  accountId: number,
): Promise<void> {
  const account = await findAccount(ctx, accountId)
  const isInvited = (await findOwnAnswer(ctx, event.id, accountId)) !== undefined
  if (account && mayBook({ is_staff: isStaff(account.account_type) }, event, isInvited)) return
  await leaveLocked(ctx, event, accountId, actorId)
}

/** Withdraws an invitation, and notifies a person who may no longer attend; existing bookings stay. */
export function withdrawInvitation(ctx: Context, actor: Actor, eventId: number, invitationId: number): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    refuseOthers(actor, event)
    const invitation = await findInvitation(ctx, invitationId)
    if (!invitation || invitation.event_id !== eventId) throw notFound('invitation')
    const { account_id } = invitation
    if (!(await endInvitation(ctx, invitationId))) throw notFound('invitation')
    if (account_id !== null) await endWaitOfUninvited(ctx, actor.id, event, account_id)
    const isToCome = event.cancelled_at === null && event.ends_at > ctx.clock.now()
    const matters = isToCome && invitation.state !== 'declined' && !(await hasOtherSight(ctx, event, account_id))
    const to = matters ? [account_id] : []
    const fact = { actor_id: actor.id, event, account_id, invitation_id: invitationId, to }
    await record(ctx, invitationWithdrawn, fact)
    await withdrawUnseen(ctx, event, account_id === null ? [] : [account_id])
  })
}
