import { forbidden } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { seesInternal } from './visibility.ts'

/** @throws forbidden for an own ticket, where staff are customers like any other */
export function refuseOwn(actor: Actor, ticket: { customer_id: number }): void {
  if (!seesInternal(actor, ticket))
    throw forbidden('own_ticket', 'This is your own ticket: a colleague has to work on it.')
}
