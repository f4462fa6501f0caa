import type { Context } from '#context'
import { conflict, type DomainError, forbidden } from '#errors'
import type { Desk } from '#platform/activity/notification-kind.ts'
import type { Person } from '#platform/identity/people.ts'

/** The recipient, with what decides whether they can be written to. */
export interface Recipient extends Person {
  suspended_at: number | null
  deleted_at: number | null
}

export interface Blocks {
  blocked_by_you: boolean
  blocks_you: boolean
}

export const staffUseTickets = 'staff_use_tickets'

/** Staff have no private messages, neither incoming nor outgoing. */
export function staffRefusal(from: Person, to: Person): DomainError | null {
  if (from.is_staff)
    return forbidden(staffUseTickets, 'Staff do not write direct messages: write to people in their tickets.')
  if (to.is_staff)
    return forbidden(staffUseTickets, 'Staff take no direct messages: open a ticket, and the desk will answer there.')
  return null
}

/** Why somebody cannot write in a conversation now; null if they can. */
export function writingRefusal(
  from: Person,
  to: Recipient,
  { blocked_by_you, blocks_you }: Blocks,
): DomainError | null {
  if (to.deleted_at !== null)
    return conflict('recipient_deleted', 'This account was deleted. Nobody would read what you write.')
  const ofStaff = staffRefusal(from, to)
  if (ofStaff) return ofStaff
  if (to.suspended_at !== null)
    return conflict('recipient_suspended', 'This person cannot log in right now and would not read what you write.')
  if (blocked_by_you)
    return conflict('blocked_by_you', `You have blocked ${to.display_name}. Unblock this person to write again.`)
  if (blocks_you) return forbidden('not_taken', `${to.display_name} does not take messages from you.`)
  return null
}

/** Whether direct messages are on; with messages through hosts only if events are on too. */
export function messagesAreOn({ settings }: Desk): boolean {
  const { messages, events } = settings.current
  return messages === 'everyone' || (messages === 'hosts' && events)
}

/** Whether somebody may write to a person for the first time. */
export async function mayBegin(ctx: Context, from: Person, to: Recipient): Promise<boolean> {
  if (from.id === to.id || from.is_staff || to.is_staff) return false
  if (to.suspended_at !== null || to.deleted_at !== null) return false
  const { messages } = ctx.settings.current
  if (messages !== 'hosts') return messages === 'everyone'
  for (const rule of ctx.features.mayWriteTo) if (await rule(ctx, from, to)) return true
  return false
}
