import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'
import type { Reader } from './subject.ts'

export const allNotificationsFor = (ctx: Context, reader: Pick<Reader, 'id'>) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('notifications')
      .select(['id', 'kind', 'subject_type', 'subject_id', 'message_id', 'created_at', 'read_at'])
      .where('account_id', '=', reader.id)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )
