import { type Answer, seeOther } from '#platform/http/answer.ts'
import type { Actor } from '#platform/identity/actor.ts'

/** The address of the next ticket in the list that staff came from (`GET /tickets/next`). */
export const nextAddress = (ticket_id: number, from: string | undefined) =>
  `/tickets/next?${new URLSearchParams({ after: String(ticket_id), ...(from && { from }) })}`

/** Staff who work through a list continue with its next ticket; others stay on the page. */
export const onward = (actor: Actor, ticket_id: number, from: string | undefined, done: string): Answer =>
  seeOther(actor.is_staff && from ? nextAddress(ticket_id, from) : `/tickets/${ticket_id}`, done)
