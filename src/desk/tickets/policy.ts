import type { Actor } from '#platform/identity/actor.ts'
import type { Ticket } from './ticket-row.ts'
import { actsAsStaff, isParticipantOf, isRequesterOf, type OfCustomers } from './visibility.ts'

export const mayEdit = isRequesterOf

/** The customer and staff; participants can only reopen a ticket by writing. */
export const mayChangeStatus = (actor: Actor, ticket: OfCustomers) => !isParticipantOf(actor, ticket)

/** The assistant who has it; admins for any but their own tickets. */
export const mayRelease = (actor: Actor, ticket: OfCustomers & { assistant_id: number | null }) =>
  ticket.assistant_id === actor.id ||
  (ticket.assistant_id !== null && actor.account_type === 'admin' && actsAsStaff(actor, ticket))

/** What a page offers; the verbs check again. */
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
    close: open && mayChangeStatus(actor, ticket),
    reopen: !open && mayChangeStatus(actor, ticket),
    work,
    edit: mayEdit(actor, ticket),
    leave: isParticipantOf(actor, ticket),
    write: true,
  }
}
