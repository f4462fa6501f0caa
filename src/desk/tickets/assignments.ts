import type { Context } from '#context'
import { invalidField } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { ticketAssigned } from './activity.ts'
import { updateTicket } from './change-queries.ts'
import { newest } from './changes.ts'
import { alreadyClaimed } from './claims.ts'
import { addNote } from './notes.ts'
import { refuseOwn } from './own-tickets.ts'
import type { LockedTicket } from './queries.ts'
import { lockColleague } from './recipient-queries.ts'
import { settleQueue } from './recipients.ts'
import { getTicketForUpdate } from './tickets.ts'
import { unassignLocked } from './unassignments.ts'
import { isCustomerOf } from './visibility.ts'

export interface Assignment {
  /** Null gives the ticket back to the queue. */
  assistant_id: number | null
  /** The assistant that the page showed; null for none. */
  expected_assistant_id?: number | null | undefined
  /** An internal note for the colleague. */
  note?: string | undefined
}

/**
 * Assigns a ticket to a colleague, or gives it back to the queue, with an optional note.
 *
 * @returns names after an `@` in the note that belong to no colleague who can read it
 * @throws conflict if the assistant has changed meanwhile
 */
export async function assignTicket(
  ctx: Context,
  actor: Actor,
  id: number,
  { assistant_id, expected_assistant_id: seen, note }: Assignment,
): Promise<string[]> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    refuseOwn(actor, ticket)
    const before = ticket.assistant_id
    if (seen !== undefined && seen !== before && before !== assistant_id) throw await alreadyClaimed(ctx, actor, id)
    if (assistant_id === null) await unassignLocked(ctx, actor, ticket)
    else await handOver(ctx, actor, ticket, assistant_id)
    return note ? (await addNote(ctx, actor, ticket, note)).unknown_mentions : []
  })
}

async function handOver(ctx: Context, actor: Actor, ticket: LockedTicket, assistant_id: number): Promise<void> {
  const colleague = await lockColleague(ctx, assistant_id)
  if (!colleague || isCustomerOf(colleague, ticket)) throw invalidField('assistant_id', 'Choose a colleague.')
  if (ticket.assistant_id === assistant_id) return
  const now = ctx.clock.now()
  if (ticket.assistant_id === null) await settleQueue(ctx, ticket)
  const line = await record(ctx, ticketAssigned, { actor_id: actor.id, ticket, assistant_id }, now)
  await updateTicket(ctx, ticket.id, { assistant_id, ...newest(line, now) })
}
