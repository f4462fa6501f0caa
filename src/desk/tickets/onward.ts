import { type Answer, seeOther } from '#platform/http/answer.ts'
import type { Actor } from '#platform/identity/actor.ts'

/** Leads to the next ticket in the list that staff came from (`GET /tickets/next`). */
export function seeNext(ticket_id: number, from: string | undefined, done = ''): Answer {
  const address = `/tickets/next?${new URLSearchParams({ after: String(ticket_id), ...(from && { from }) })}`
  return { ...seeOther(address), ...(done && { flash: { kind: 'success', text: done, ticket_id } }) }
}

/**
 * Staff who work through a list continue with its next ticket; others stay on the page.
 *
 * @param done the confirmation for "The ticket", or "Ticket #5" where another one is shown
 */
export const onward = (
  actor: Actor,
  ticket_id: number,
  from: string | undefined,
  done: (ticket: string) => string,
): Answer =>
  actor.is_staff && from
    ? seeNext(ticket_id, from, done(`Ticket #${ticket_id}`))
    : seeOther(`/tickets/${ticket_id}`, done('The ticket'))
