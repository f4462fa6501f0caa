import type { Context } from '#context'
import { day } from '#lib/durations.ts'
import { type AttemptKind, attemptKinds } from '#people/accounts/refused-attempts.ts'
import { listRefusedAttempts } from './failed-login-queries.ts'

const most = 50

/** What strangers tried in vain in the last 24 hours, the most frequent first; who tries least is left out. */
export const readRefusedAttempts = async (ctx: Context) =>
  (await listRefusedAttempts(ctx, ctx.clock.now() - day, most)).map(({ count, ...attempt }) => ({
    ...attempt,
    count: Number(count),
    kind_name: attemptKinds[attempt.kind as AttemptKind] ?? attempt.kind,
  }))
