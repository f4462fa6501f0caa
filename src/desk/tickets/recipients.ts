import type { Context } from '#context'
import { listStaffIds } from '#platform/identity/account-queries.ts'
import { settleForStaff } from '#platform/notifications/inbox.ts'
import {
  editedKind,
  escalatedKind,
  openedKind,
  releasedKind,
  reopenedKind,
  unclaimedKind,
} from './notification-kinds.ts'
import type { LockedTicket } from './queries.ts'
import { listStaffWhoWrote } from './recipient-queries.ts'
import { customersOf, isCustomerOf } from './visibility.ts'

/** The staff who hear of what a customer writes: who has the ticket, and who has written in it. */
export function staffOf(ticket: LockedTicket, writers: number[]): number[] {
  const holder = ticket.assistant_id === null ? [] : [ticket.assistant_id]
  return [...holder, ...writers].filter((id) => !isCustomerOf({ id }, ticket))
}

const queueKinds = [openedKind, unclaimedKind, reopenedKind, releasedKind, editedKind, escalatedKind].map(
  ({ name }) => name,
)

/** Somebody sees to the ticket now: nobody else has to look what waits there. */
export const settleQueue = (ctx: Context, { id }: { id: number }) => settleForStaff(ctx, 'ticket', id, queueKinds)

/** The ticket does not wait too long any more. */
export const settleEscalation = (ctx: Context, { id }: { id: number }) =>
  settleForStaff(ctx, 'ticket', id, [escalatedKind.name])

/** All staff but the ticket's customers. */
export const staffWithout = (customers: number[]) => async (ctx: Context) =>
  (await listStaffIds(ctx)).filter((id) => !customers.includes(id))

/** The other staff, where nobody has the ticket and so nobody in particular has to answer. */
export async function queueOf(ctx: Context, ticket: LockedTicket, partakers: number[]): Promise<number[]> {
  if (ticket.assistant_id !== null) return []
  return (await staffWithout(customersOf(ticket))(ctx)).filter((id) => !partakers.includes(id))
}

/** The staff who hear of an edit, as they would of a message; of what is closed and nobody's, nobody has to look at it. */
export const staffForEdit = (ticket: LockedTicket) => async (ctx: Context) => {
  const staff = staffOf(ticket, await listStaffWhoWrote(ctx, ticket.id))
  return ticket.closed_at === null ? [...staff, ...(await queueOf(ctx, ticket, staff))] : staff
}
