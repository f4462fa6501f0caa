import { type Answer, seeOther } from '#platform/http/answer.ts'
import type { Actor } from '#platform/identity/actor.ts'

/** Where staff go on: to the next ticket of the list that they came from (`GET /tickets/next`). */
export const nextAddress = (ticket_id: number, from: string | undefined) =>
  `/tickets/next?${new URLSearchParams({ after: String(ticket_id), ...(from && { from }) })}`

/** Who works through a list stands on its next ticket when one is done; others stay. */
export const onward = (actor: Actor, ticket_id: number, from: string | undefined, done: string): Answer =>
  seeOther(actor.is_staff && from ? nextAddress(ticket_id, from) : `/tickets/${ticket_id}`, done)
