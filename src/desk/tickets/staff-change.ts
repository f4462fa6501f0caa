import type { Context } from '#context'
import type { Action } from '#platform/activity/action.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { ChangeFact } from './activity.ts'
import { refuseOwn } from './own-tickets.ts'
import type { LockedTicket } from './queries.ts'
import { getTicketForUpdate } from './tickets.ts'

type Values = Record<string, unknown>

interface Change {
  read(ctx: Context, ticket: LockedTicket): Promise<Values>
  write(ctx: Context, ticket: LockedTicket): Promise<void>
}

/** Changes internal data of a ticket; records nothing if it is unchanged. */
export function changeAsStaff(
  ctx: Context,
  actor: Actor,
  id: number,
  action: Action<ChangeFact>,
  after: Values,
  { read, write }: Change,
): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    refuseOwn(actor, ticket)
    const before = await read(ctx, ticket)
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await write(ctx, ticket)
    await record(ctx, action, { actor_id: actor.id, ticket, before, after })
  })
}
