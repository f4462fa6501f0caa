import { block } from '#people/conversations/blocks.ts'
import { writeIn } from '#people/conversations/messages.ts'
import { openConversation } from '#people/conversations/queries.ts'
import { reportConversation } from '#people/conversations/reports.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

/** A conversation of the owner with another person, and that person's report of it. */
export interface Talk {
  partner: string
  conversation_id: number
  report_id: number
}

const needsTalk = /conversation|message-reports/

export async function prepareTalk(
  world: World,
  { path, method }: { path: string; method?: string },
  owner: Member,
  actor: Member | null,
  joinPartner: () => Promise<Member>,
): Promise<Talk> {
  const { ctx } = world
  const unblocks = path.endsWith('/unblock') || (method === 'DELETE' && path.endsWith('/block'))
  if (unblocks && actor && actor.id !== owner.id) await block(ctx, actor.actor, owner.username)
  if (!needsTalk.test(path) && path !== '/live') return { partner: '', conversation_id: 0, report_id: 0 }
  const partner = await joinPartner()
  const { conversation } = await withTransaction(ctx, (ctx) => openConversation(ctx, owner.id, partner.id))
  await writeIn(ctx, owner.actor, conversation.id, 'Shall we dance?')
  // The route marks it as read, so it must be unread.
  if (path.endsWith('/read-mark')) await writeIn(ctx, partner.actor, conversation.id, 'Gladly.')
  const reason = 'Not in that tone, please.'
  const report_id = path.startsWith('/message-reports')
    ? await reportConversation(ctx, partner.actor, conversation.id, reason)
    : 0
  return { partner: partner.username, conversation_id: conversation.id, report_id }
}
