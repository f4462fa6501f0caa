import { z } from 'zod'
import type { Context } from '#context'
import { mostSkew } from '#lib/clock-skew.ts'
import { minute } from '#lib/durations.ts'
import { timeInMail } from '#lib/format-time.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { defineJob, type JobKind } from '#platform/jobs/define-job.ts'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { findInvitation } from './invitation-queries.ts'
import { listMailedInvitations } from './mailed-invitation-queries.ts'
import { type EventRow, findAnyEvent } from './queries.ts'

// People invited by mail who have not followed the link are informed of changes by mail; others are notified.

/** Changes within this time are combined in one mail. */
const pause = 10 * minute

export const mailed = z.object({ invitation_id: z.int() })
export type Mailed = z.output<typeof mailed>

/** Mails that the event is cancelled. */
export const mailCancellations = (ctx: Context, eventId: number) =>
  enqueueForMailed(ctx, eventId, cancelledInvitationJob, {})

/** Mails the event's details as they are when the job runs. */
export function mailChanges(ctx: Context, eventId: number): Promise<void> {
  // The clocks of servers differ: none may save a change for these minutes after their mail was sent.
  const run_at = (Math.floor(ctx.clock.now() / pause) + 1) * pause + mostSkew
  return enqueueForMailed(ctx, eventId, changedInvitationJob, { run_at })
}

async function enqueueForMailed(ctx: Context, eventId: number, job: JobKind<Mailed>, due: { run_at?: number }) {
  const ids = await listMailedInvitations(ctx, eventId)
  const jobs = ids.map((id) => ({
    ...due,
    payload: { invitation_id: id },
    dedupe_key: [job.kind, id, due.run_at].filter(Boolean).join(':'),
  }))
  await enqueueAll(ctx, job, jobs)
}

/**
 * The content of a mail to an invited address, while no account has followed the invitation.
 *
 * @param first whether it is the invitation itself: it is also sent if the address was confirmed meanwhile
 */
async function readMailed(ctx: Context, { invitation_id }: Mailed, first = false) {
  const invitation = await findInvitation(ctx, invitation_id)
  const event = invitation && (await findAnyEvent(ctx, invitation.event_id))
  if (!event || !invitation?.email) return undefined
  if (invitation.account_id !== null && !(first && invitation.token_hash === null)) return undefined
  const { email: to, state, invited_at } = invitation
  return { to, state, invited_at, event, shown: await shownOf(ctx, event) }
}

/**
 * What a mail says about an event. Nobody has confirmed these addresses, so a customer could send any text to anybody:
 * about a customer's event the mail says only the host's username and the time.
 */
async function shownOf(ctx: Context, { title, location, starts_at, cancel_reason, host_id }: EventRow) {
  const host = await getAccount(ctx, host_id)
  const starts = timeInMail(ctx, starts_at)
  return isStaff(host.account_type)
    ? { title, location, starts, reason: cancel_reason, named: title }
    : {
        title: `An event of ${host.username}`,
        location: '',
        starts,
        reason: null,
        named: `an event of ${host.username}`,
      }
}

/** The same if the invitation can still be answered: the mail may be sent long after it was queued. */
export async function readOpen(ctx: Context, payload: Mailed, first = false) {
  const found = await readMailed(ctx, payload, first)
  if (found?.state !== 'open' || found.event.cancelled_at !== null) return undefined
  return found.event.starts_at > ctx.clock.now() ? found : undefined
}

async function mailCancellation(ctx: Context, payload: Mailed): Promise<void> {
  const found = await readMailed(ctx, payload)
  if (!found) return
  const { to, event, shown } = found
  await sendByJob(ctx, {
    to,
    subject: `Cancelled: ${shown.named}`,
    template: 'event-invitation-cancelled',
    model: { event: shown, reason: shown.reason },
    about: `event ${event.id} cancelled`,
  })
}

async function mailChange(ctx: Context, payload: Mailed): Promise<void> {
  const found = await readOpen(ctx, payload)
  if (!found) return
  const { to, event, shown } = found
  await sendByJob(ctx, {
    to,
    subject: `Changed: ${shown.named}`,
    template: 'event-invitation-changed',
    model: { event: shown },
    about: `event ${event.id} changed ${event.changed_at}`,
  })
}

export const cancelledInvitationJob = defineJob('event_invitation_cancelled', mailed, mailCancellation, { mails: true })
export const changedInvitationJob = defineJob('event_invitation_changed', mailed, mailChange, { mails: true })

/** The recipient of a mail about an invitation, and the event. */
export async function concernedByInvitation(ctx: Context, id: number) {
  const invitation = await findInvitation(ctx, id)
  return (
    invitation && {
      people: [invitation.email].filter((one) => one !== null),
      subjects: [`event #${invitation.event_id}`],
    }
  )
}
