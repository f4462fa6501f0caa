import type { Context } from '#context'
import { notifyAll } from '#platform/notifications/notify.ts'
import type { Action, Fact, Notice } from '../action.ts'
import type { Recorded } from '../record.ts'

/** Tells people, except whoever did it; mails follow as each has chosen. */
export async function writeNotifications<F extends Fact>(
  ctx: Context,
  { notify }: Action<F>,
  recorded: Recorded<F>[],
  now: number,
): Promise<void> {
  if (!notify) return
  const notices = await Promise.all(
    recorded.flatMap(({ fact, line_id }) =>
      notify(fact, line_id).map(async (notice) => addressed(ctx, notice, fact.actor_id)),
    ),
  )
  await notifyAll(ctx, notices, now)
}

async function addressed(ctx: Context, { to, message_id = null, ...notice }: Notice, actor_id: number | null) {
  const ids = typeof to === 'function' ? await to(ctx) : to
  const others = ids.filter((id): id is number => typeof id === 'number' && id !== actor_id)
  return { ...notice, message_id, actor_id, to: [...new Set(others)] }
}
