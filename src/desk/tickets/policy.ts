import type { Actor } from '#platform/identity/actor.ts'
import type { Ticket } from './ticket-row.ts'

type OfCustomer = Pick<Ticket, 'customer_id'>

export const isCustomerOf = (actor: Actor, ticket: OfCustomer) => ticket.customer_id === actor.id

/** Staff write for the desk, unless the ticket is their own. */
export const actsAsStaff = (actor: Actor, ticket: OfCustomer) => actor.is_staff && !isCustomerOf(actor, ticket)

/** Internal notes are for the desk; not even a colleague reads those about an own ticket. */
export const seesNotes = actsAsStaff

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
