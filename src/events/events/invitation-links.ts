import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '#context'
import { notFound } from '#errors'
import { sha256 } from '#lib/sha256.ts'
import { record, recordAll } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { invitationFollowed } from './activity.ts'
import {
  bindInvitation,
  bindInvitationsTo,
  findInvitationByToken,
  markInvitationRefused,
  setInvitationToken,
} from './mailed-invitation-queries.ts'
import { mailed, readOpen } from './mailed-invitations.ts'
import { findAnyEvent } from './queries.ts'

/** Jobs of an earlier version have no time of the invitation. */
const invited = mailed.extend({ at: z.int().optional() })

/** The link is made when the mail is sent; only its hash is stored. A retry makes a new one. */
async function mailInvitation(ctx: Context, { at, ...payload }: z.output<typeof invited>): Promise<void> {
  const found = await readOpen(ctx, payload, true)
  // An invitation that was withdrawn and made again has a job, and a link, of its own.
  if (!found || (at !== undefined && at !== found.invited_at)) return
  const token = randomBytes(24).toString('base64url')
  await setInvitationToken(ctx, payload.invitation_id, sha256(token))
  const link = `${ctx.config.server.origin}/invitations/${token}`
  const taken = await sendByJob(ctx, {
    to: found.to,
    subject: `An invitation: ${found.shown.named}`,
    template: 'event-invitation',
    model: { link, event: found.shown },
    // A new link needs a new Message-ID: servers drop the second of two mails with the same one.
    about: link,
  })
  if (!taken) await markInvitationRefused(ctx, payload.invitation_id)
}

export const invitationJob = defineJob('event_invitation', invited, mailInvitation, { mails: true })

/**
 * The invitation of a link, with its event. A link works for anybody, once: after an account has followed it, it works
 * only for that account.
 *
 * @throws not-found if the link is unknown or withdrawn, or another account has followed it
 */
export async function getLinkedInvitation(ctx: Context, actor: Actor | null, token: string) {
  const invitation = await findInvitationByToken(ctx, sha256(token))
  const event = invitation && (await findAnyEvent(ctx, invitation.event_id))
  if (!event || !invitation || (invitation.account_id !== null && invitation.account_id !== actor?.id))
    throw notFound('invitation')
  return { invitation, event }
}

/** Binds an invitation by mail to the account. @returns the event's id */
export function followInvitation(ctx: Context, actor: Actor, token: string): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const { invitation, event } = await getLinkedInvitation(ctx, actor, token)
    if (event.host_id === actor.id || invitation.account_id === actor.id) return event.id
    if (await bindInvitation(ctx, invitation.id, actor.id))
      await record(ctx, invitationFollowed, { actor_id: actor.id, event, invitation_id: invitation.id })
    // Somebody has followed it meanwhile: by a double click it was the same account.
    else if ((await getLinkedInvitation(ctx, actor, token)).invitation.account_id === null) throw notFound('invitation')
    return event.id
  })
}

/** Somebody who confirms an address gets the invitations to it too: many register without following the mail's link. */
export async function bindInvitations(ctx: Context, { id, email_key }: { id: number; email_key: string }) {
  const bound = await bindInvitationsTo(ctx, email_key, id)
  const facts = bound.map(({ invitation_id, ...event }) => ({ actor_id: id, event, invitation_id }))
  await recordAll(ctx, invitationFollowed, facts)
}
