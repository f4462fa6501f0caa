import type { Context } from '../context.ts'
import { enqueue } from '../jobs/jobs.ts'
import type { JobKinds } from '../jobs/kinds.ts'
import type { Schedule } from '../jobs/schedules.ts'
import { deleteReadNews, findEndOfPortion } from './forgetting-queries.ts'

const day = 24 * 3_600_000
/** So few are looked at in one transaction that nobody waits for it. */
const portion = 500

/** Deletes what was read long ago, the oldest first; each portion asks for the next. */
async function forget(ctx: Context, { after = 0 }: { after?: number }): Promise<void> {
  const before = ctx.clock.now() - ctx.config.desk.forgetNewsAfter
  const last = await findEndOfPortion(ctx, after, portion)
  if (!last) return
  await deleteReadNews(ctx, { after, up_to: last.id, before })
  if (last.created_at < before) await enqueue(ctx, 'forget_news', { after: last.id })
}

export const forgettingJobs = { forget_news: { inTransaction: true, run: forget } } satisfies JobKinds

export const forgettingSchedule: Schedule = { kind: 'forget_news', every: day }
