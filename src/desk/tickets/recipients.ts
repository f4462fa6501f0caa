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

/** The staff notified of a customer's message: the assistant who has the ticket, and those who have written in it. */
export function staffOf(ticket: LockedTicket, writers: number[]): number[] {
  const holder = ticket.assistant_id === null ? [] : [ticket.assistant_id]
  return [...holder, ...writers].filter((id) => !isCustomerOf({ id }, ticket))
}

const queueKinds = [openedKind, unclaimedKind, reopenedKind, releasedKind, editedKind, escalatedKind].map(
  ({ name }) => name,
)

/** Somebody is dealing with the ticket: other staff's notifications about it are marked as read. */
export const settleQueue = (ctx: Context, { id }: { id: number }) => settleForStaff(ctx, 'ticket', id, queueKinds)

/** The ticket is no longer late. */
export const settleEscalation = (ctx: Context, { id }: { id: number }) =>
  settleForStaff(ctx, 'ticket', id, [escalatedKind.name])

/** All staff except the ticket's customers. */
export const staffWithout = (customers: number[]) => async (ctx: Context) =>
  (await listStaffIds(ctx)).filter((id) => !customers.includes(id))

/** The other staff, if nobody has the ticket and so nobody in particular has to answer. */
export async function queueOf(ctx: Context, ticket: LockedTicket, partakers: number[]): Promise<number[]> {
  if (ticket.assistant_id !== null) return []
  return (await staffWithout(customersOf(ticket))(ctx)).filter((id) => !partakers.includes(id))
}

/** The staff notified of an edit, as of a message; nobody for a closed ticket that nobody has. */
export const staffForEdit = (ticket: LockedTicket) => async (ctx: Context) => {
  const staff = staffOf(ticket, await listStaffWhoWrote(ctx, ticket.id))
  return ticket.closed_at === null ? [...staff, ...(await queueOf(ctx, ticket, staff))] : staff
}
