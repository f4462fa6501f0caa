import type { Context } from '#context'
import { hour } from '#lib/durations.ts'
import { type AttemptKind, countRefusedAttempt } from '#people/accounts/refused-attempts.ts'
import { record } from '#platform/activity/record.ts'
import type { FailureReason } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { insertFailedLogin, keyOf } from '#platform/identity/account-queries.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { countQuietly } from '#platform/limits/rate-limit.ts'
import { failedLoginsCounted, loginFailed } from './activity.ts'

/** Failures listed individually; those of an attacker with many addresses are only counted from there on. */
const listed: Limit = { name: 'failures-listed', most: 60, window: hour }
const listedOfNobody: Limit = { name: 'failures-listed', most: 1000, window: hour }
/** Failures in the audit log, of each account and of all: it keeps them for ever. */
const mostChained = 20
const chainedOfAll: Limit = { name: 'failures-chained', most: 500, window: hour }

/** Logs a failed login for admins, without the typed password. */
export async function recordFailedLogin(
  ctx: Context,
  name: string,
  account_id: number | null,
  reason: FailureReason,
): Promise<void> {
  ctx.counters.add('failed_logins', reason)
  await withTransaction(ctx, async (ctx) => {
    const limit = account_id === null ? listedOfNobody : listed
    const count = await countQuietly(ctx, limit, account_id ?? 'nobody')
    if (count <= limit.most) await list(ctx, name, account_id, reason)
    if (account_id === null || count > limit.most) await countRefusedAttempt(ctx, kindOf(account_id, reason))
    if (account_id !== null && count <= mostChained) await chain(ctx, account_id, reason)
  })
}

function kindOf(account_id: number | null, reason: FailureReason): AttemptKind {
  if (account_id !== null) return 'account'
  return reason === 'passkey' ? 'passkey' : 'login'
}

async function list(ctx: Context, name: string, account_id: number | null, reason: FailureReason): Promise<void> {
  const name_tried = name.slice(0, 100)
  const { address = null, user_agent = null } = ctx.client ?? {}
  const at = ctx.clock.now()
  await insertFailedLogin(ctx, { at, name_tried, name_key: keyOf(name_tried), account_id, reason, address, user_agent })
}

async function chain(ctx: Context, account_id: number, reason: FailureReason): Promise<void> {
  const count = await countQuietly(ctx, chainedOfAll, 'all')
  if (count <= chainedOfAll.most) await record(ctx, loginFailed, { actor_id: null, account_id, reason })
  else if (count === chainedOfAll.most + 1) await record(ctx, failedLoginsCounted, { actor_id: null })
}
