import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely'
import type { NotificationKind, Schema } from '#platform/db/schema.ts'
import { customerKinds } from './kinds.ts'

export interface Reader {
  id: number
  is_staff: boolean
}

type Columns = ExpressionBuilder<Schema, 'notifications' | 'tickets'>

/**
 * Of notifications joined with their tickets, those that this person may see now: whoever has left the desk sees
 * nothing of its tickets any more, and about an own ticket only what a customer sees.
 */
export const seenBy =
  ({ id, is_staff }: Reader) =>
  (eb: Columns): ExpressionWrapper<Schema, 'notifications' | 'tickets', SqlBool> => {
    const forCustomers = eb('notifications.kind', 'in', customerKinds)
    return is_staff
      ? eb.or([eb('tickets.customer_id', '!=', id), forCustomers])
      : eb.and([eb('tickets.customer_id', '=', id), forCustomers])
  }

/** The same for one notification. */
export function maySee(
  { id, is_staff }: Reader,
  notifications: { kind: NotificationKind; customer_id: number },
): boolean {
  const forCustomers = customerKinds.includes(notifications.kind)
  return is_staff ? notifications.customer_id !== id || forCustomers : notifications.customer_id === id && forCustomers
}
