import type { Context } from '#context'
import { lastDays } from './period.ts'
import { countOpenByAge, countPerAssistant, countPerDay, medianUntil } from './queries.ts'

export type Report = Awaited<ReturnType<typeof readReport>>

/**
 * What came in and was done in the last 30 days, and what is open now. The medians are over tickets that were first
 * answered, or closed, in this period, whenever they were opened.
 */
export async function readReport(ctx: Context) {
  const now = ctx.clock.now()
  const days = lastDays(ctx.config.timeZone, now)
  const from = days[0]?.start ?? now
  const until = days.at(-1)?.end ?? now
  return {
    now,
    from,
    until,
    days: await countPerDay(ctx, days),
    first_answer: await medianUntil(ctx, 'first_answered_at', from, until),
    closing: await medianUntil(ctx, 'closed_at', from, until),
    open: await countOpenByAge(ctx, now),
    assistants: await countPerAssistant(ctx, from, until),
  }
}
