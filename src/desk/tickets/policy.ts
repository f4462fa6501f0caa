import type { Actor } from '#platform/identity/actor.ts'
import type { Ticket } from './ticket-row.ts'
import { actsAsStaff, isCustomerOf } from './visibility.ts'

export const mayEdit = isCustomerOf

/** What a page offers; the verbs ask the same questions again. */
export function permissions(actor: Actor, ticket: Ticket) {
  const open = ticket.closed_at === null
  const claimed = ticket.assistant !== null
  const isMine = ticket.assistant?.id === actor.id
  return {
    claim: actor.is_staff && (!claimed || (isMine && !open)),
    take_over: actor.is_staff && claimed && !isMine,
    release: actor.is_staff && isMine,
    close: open,
    reopen: !open,
    work: actsAsStaff(actor, ticket),
    edit: mayEdit(actor, ticket),
    write: true,
  }
}
