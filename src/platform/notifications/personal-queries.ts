import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'
import { type Reader, seenBy } from './visibility.ts'

export const allNotificationsFor = (ctx: Context, reader: Reader) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('notifications')
      .innerJoin('tickets', 'tickets.id', 'notifications.ticket_id')
      .select(['notifications.id', 'kind', 'tickets.id as ticket_id', 'message_id', 'created_at', 'read_at'])
      .where('notifications.account_id', '=', reader.id)
      .where('notifications.id', '>', after.id)
      .where(seenBy(reader))
      .orderBy('notifications.id')
      .limit(size)
      .execute(),
  )
