import { z } from 'zod'
import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { findInvitation, listMailedInvitations } from './invitation-queries.ts'
import { findAnyEvent } from './queries.ts'

const portion = 500

/** Whoever was invited by mail and has followed no link hears by mail that the event is cancelled; others are notified. */
export async function mailCancellations(ctx: Context, eventId: number): Promise<void> {
  const ids = await listMailedInvitations(ctx, eventId)
  const jobs = ids.map((id) => ({ payload: { invitation_id: id }, dedupe_key: `event_invitation_cancelled:${id}` }))
  // No statement grows with how many were invited.
  for (let n = 0; n < jobs.length; n += portion)
    await enqueueAll(ctx, cancelledInvitationJob, jobs.slice(n, n + portion))
}

async function mailCancellation(ctx: Context, { invitation_id }: { invitation_id: number }): Promise<void> {
  const invitation = await findInvitation(ctx, invitation_id)
  const event = invitation && (await findAnyEvent(ctx, invitation.event_id))
  if (!event || !invitation?.email || invitation.account_id !== null) return
  const { title, location, cancel_reason: reason } = event
  await sendByJob(ctx, {
    to: invitation.email,
    subject: `Cancelled: ${title}`,
    template: 'event-invitation-cancelled',
    model: { event: { title, location, starts: formatTime(ctx, event.starts_at).full }, reason },
    about: `event ${event.id} cancelled`,
  })
}

export const cancelledInvitationJob = defineJob(
  'event_invitation_cancelled',
  z.object({ invitation_id: z.int() }),
  mailCancellation,
)
