import { forbidden } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { mayChangeStatus } from './policy.ts'
import { type OfCustomers, seesInternal } from './visibility.ts'

/** @throws forbidden for their own tickets, for which staff are customers */
export function refuseOwn(actor: Actor, ticket: OfCustomers): void {
  if (!seesInternal(actor, ticket))
    throw forbidden('own_ticket', 'This is your own ticket: a colleague has to work on it.')
}

/** @throws forbidden for participants: only the customer and staff decide whether a ticket is settled */
export function refuseParticipant(actor: Actor, ticket: OfCustomers): void {
  if (!mayChangeStatus(actor, ticket))
    throw forbidden('not_the_requester', 'Only staff and the customer who opened this ticket can close or reopen it.')
}
