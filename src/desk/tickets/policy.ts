import type { Actor } from '#platform/identity/actor.ts'
import type { Ticket } from './ticket-row.ts'
import { actsAsStaff, isCustomerOf } from './visibility.ts'

export const mayEdit = isCustomerOf

/** Whoever has it; admins any but their own tickets. */
export const mayRelease = (actor: Actor, ticket: { customer_id: number; assistant_id: number | null }) =>
  ticket.assistant_id === actor.id ||
  (ticket.assistant_id !== null && actor.account_type === 'admin' && actsAsStaff(actor, ticket))

/** What a page offers; the verbs ask the same questions again. */
export function permissions(actor: Actor, ticket: Ticket) {
  const open = ticket.closed_at === null
  const claimed = ticket.assistant !== null
  const isMine = ticket.assistant?.id === actor.id
  const work = actsAsStaff(actor, ticket)
  return {
    claim: work && (!claimed || (isMine && !open)),
    claim_with_answer: work && !claimed,
    take_over: work && claimed && !isMine,
    release: actor.is_staff && mayRelease(actor, ticket),
    close: open,
    reopen: !open,
    work,
    edit: mayEdit(actor, ticket),
    write: true,
  }
}
