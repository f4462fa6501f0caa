import type { Context } from '#context'
import { day } from '#lib/durations.ts'
import { type AttemptKind, attemptKinds } from '#people/accounts/refused-attempts.ts'
import { listRefusedAttempts } from './failed-login-queries.ts'

const most = 50

/** Refused attempts of the last 24 hours, most frequent first, up to a maximum. */
export const readRefusedAttempts = async (ctx: Context) =>
  (await listRefusedAttempts(ctx, ctx.clock.now() - day, most)).map(({ count, ...attempt }) => ({
    ...attempt,
    count: Number(count),
    kind_name: attemptKinds[attempt.kind as AttemptKind] ?? attempt.kind,
  }))
