import type { Context } from '#context'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { findBlocks } from './block-queries.ts'
import { mayBegin, messagesAreOn, writingRefusal } from './policy.ts'
import { findConversationOf } from './queries.ts'

/** The ways of contact that a profile offers. */
export interface Contact {
  may_message: boolean
  conversation_id: number | null
  blocked_by_you: boolean
  can_block: boolean
  /** Whether to contact this person by opening a ticket. */
  by_ticket: boolean
}

const none: Contact = {
  may_message: false,
  conversation_id: null,
  blocked_by_you: false,
  can_block: false,
  by_ticket: false,
}

export async function contactWith(ctx: Context, actor: Actor, account: Account): Promise<Contact> {
  if (actor.id === account.id) return none
  const { suspended_at, deleted_at } = account
  const other = { ...personOf(account), suspended_at, deleted_at }
  const by_ticket = other.is_staff && !actor.is_staff
  if (!messagesAreOn(ctx)) return { ...none, by_ticket }
  const blocks = await findBlocks(ctx, actor.id, other.id)
  const conversation_id = (await findConversationOf(ctx, actor.id, other.id))?.id ?? null
  const is_open = writingRefusal(actor, other, blocks) === null
  return {
    may_message: is_open && (conversation_id !== null || (await mayBegin(ctx, actor, other))),
    conversation_id,
    blocked_by_you: blocks.blocked_by_you,
    can_block: !other.is_staff && !actor.is_staff,
    by_ticket,
  }
}
