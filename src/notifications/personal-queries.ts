import type { Context } from '../context.ts'
import { type Reader, seenBy } from './visibility.ts'

export const allNewsFor = (ctx: Context, reader: Reader) =>
  ctx.db
    .selectFrom('notifications')
    .innerJoin('tickets', 'tickets.id', 'notifications.ticket_id')
    .select(['kind', 'tickets.id as ticket_id', 'message_id', 'created_at', 'read_at'])
    .where('notifications.account_id', '=', reader.id)
    .where(seenBy(reader))
    .orderBy('notifications.id')
    .execute()
