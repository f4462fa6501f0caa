import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { updateTicket } from './change-queries.ts'
import { newest } from './changes.ts'
import { alreadyClaimed } from './claims.ts'
import { mayRelease } from './policy.ts'
import type { LockedTicket } from './queries.ts'
import { staffWithout } from './recipients.ts'
import { ticketReleased, ticketUnassigned } from './release-activity.ts'
import { getTicketForUpdate } from './tickets.ts'
import { customersOf } from './visibility.ts'

/** Gives a claimed ticket back to the queue. Does nothing if nobody has claimed it. */
export async function releaseTicket(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    if (ticket.assistant_id !== null && !mayRelease(actor, ticket)) throw await alreadyClaimed(ctx, actor, id)
    await unassignLocked(ctx, actor, ticket)
  })
}

/** The same for a ticket that is locked already, whoever has it. */
export async function unassignLocked(
  ctx: Context,
  actor: Actor,
  { assistant_id, ...ticket }: LockedTicket,
): Promise<void> {
  if (assistant_id === null) return
  const now = ctx.clock.now()
  const action = assistant_id === actor.id ? ticketReleased : ticketUnassigned
  const waits = ticket.closed_at === null && ticket.waiting_on === 'staff'
  const to = waits ? staffWithout([...customersOf(ticket), assistant_id]) : []
  const line = await record(ctx, action, { actor_id: actor.id, ticket: { ...ticket, assistant_id }, to }, now)
  await updateTicket(ctx, ticket.id, { assistant_id: null, ...newest(line, now) })
}
