import { saveView } from '#desk/ticket-lists/saved-views.ts'
import { messageKind } from '#desk/tickets/notification-kinds.ts'
import { ticketSubject } from '#desk/tickets/topics.ts'
import { sha256 } from '#lib/sha256.ts'
import { makeToken } from '#people/api-tokens/tokens.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { sessionHandle } from '#people/sessions/own-sessions.ts'
import { inviteColleagues } from '#people/staff-invitations/invitations.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { listInbox, markAllNotificationsRead } from '#platform/notifications/inbox.ts'
import { join, type Member } from '../support/people.ts'
import { givePicture } from '../support/pictures.ts'
import type { World } from '../support/world.ts'
import type { Row } from './table.ts'

/** The owner's tokens and ids for addresses: of a link, a session, a notification. */
export interface Handles {
  token: string
  session: string
  notification_id: number
  view_id: number
  picture_id: string
  api_token_id: number
  staff_invitation_id: number
}

const aToken = { name: 'Printer', scopes: ['read' as const], expires_in_days: 30 as const }

/** The desk's answer has left the owner one notification. */
export async function prepareHandles(
  world: World,
  { path }: Pick<Row, 'path'>,
  owner: Member,
  actor: Member | null,
): Promise<Handles> {
  const { ctx } = world
  const purpose = /^\/(reset|password-resets)/.test(path) ? 'reset_password' : 'verify_email'
  const link = await makeLink(ctx, purpose, owner.id, owner.email)
  const { rows } = await listInbox(ctx, owner.actor, { limit: 1 })
  const ticket_id = rows[0]?.subject_id ?? 0
  if (path === '/notifications/read')
    await notifyAll(ctx, [
      {
        kind: messageKind,
        subject: ticketSubject(ticket_id),
        action: null,
        message_id: null,
        actor_id: null,
        to: actor ? [actor.id] : [],
      },
    ])
  if (path.endsWith('/unread')) await markAllNotificationsRead(ctx, owner.actor)
  const view = path.startsWith('/saved-views')
    ? await saveView(ctx, owner.actor, { name: 'Mine', address: 'status=open' })
    : null
  const invited = /^\/(admin\/invitations|invitation$|staff-invitations\/current)/.test(path)
    ? await inviteStranger(world)
    : null
  return {
    token: invited?.token ?? new URL(link).searchParams.get('token') ?? '',
    staff_invitation_id: invited?.id ?? 0,
    session: sessionHandle(owner.actor.session_id),
    api_token_id: /api-tokens/.test(path) ? (await makeToken(ctx, owner.actor, aToken)).id : 0,
    notification_id: rows[0]?.id ?? 0,
    view_id: view?.id ?? 0,
    picture_id: /^\/files|\/picture(\/removal)?$/.test(path)
      ? await givePicture(world, path.startsWith('/admin') ? owner : (actor ?? owner))
      : '',
  }
}

let strangers = 0

/** Invited by a separate admin of the stage. */
async function inviteStranger(world: World) {
  const n = strangers++
  const { actor } = await join(world, `admin${1_000_000 + n}`, 'admin')
  const emails = [`colleague${n}@example.org`]
  const { invited } = await inviteColleagues(world.ctx, actor, { emails, account_type: 'assistant' })
  const [{ id } = { id: 0 }] = invited
  const token = `staff-token-${n}`
  const change = { token_hash: sha256(token) }
  await world.ctx.db.updateTable('staff_invitations').set(change).where('id', '=', id).execute()
  return { id, token }
}
