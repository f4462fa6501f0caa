import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { forbidden, invalidField } from '../errors.ts'
import { refund, spend } from '../http/rate-limit.ts'
import { type FailureReason, recordFailedLogin } from './failed-logins.ts'
import { limits } from './limits.ts'
import { hashPassword, isOutdated, passwordMatches } from './passwords.ts'
import { type Account, keyOf, loginCandidates, replacePassword } from './queries.ts'
import type { login } from './schemas.ts'
import { type StartedSession, startSession } from './sessions.ts'
import { hasSecondStep } from './two-factor/queries.ts'

/**
 * Logs in by username or email. Whether the name or the password is wrong makes no difference in words,
 * status or time; guessing is slowed by address and by account.
 *
 * @param knownBrowserOf the accounts that logged in from this browser before: their owner keeps an own
 *   bucket, so that somebody else's guessing cannot lock them out
 */
export async function logIn(
  ctx: Context,
  input: z.output<typeof login>,
  knownBrowserOf: (accountId: number) => boolean = () => false,
): Promise<StartedSession> {
  await spend(ctx, limits.loginOfAddress, ctx.client?.address)
  const candidates = await loginCandidates(ctx, input.login)
  const known = candidates.find((account) => account && knownBrowserOf(account.id))
  const [limit, subject] = known ? [limits.loginOfBrowser, known.id] : [limits.loginOfAccount, keyOf(input.login)]
  await spend(ctx, limit, subject)
  const account = await firstMatching(ctx, candidates, input.password)
  if (!account) {
    await recordFailedLogin(ctx, input.login, candidates.find(Boolean)?.id ?? null, 'wrong')
    throw invalidField('login', 'The username or email and the password do not belong together.')
  }
  await refund(ctx, limit, subject)
  await refuseUnfit(ctx, account, input.login)
  await upgradeHash(ctx, account, input.password)
  return enter(ctx, account)
}

async function firstMatching(ctx: Context, candidates: (Account | undefined)[], password: string) {
  for (const account of candidates) {
    if (await passwordMatches(ctx.config, account?.password_hash, password)) return account
  }
  return undefined
}

/** @throws forbidden when the account may not log in, however right the proof was */
export async function refuseUnfit(ctx: Context, account: Account, name: string): Promise<void> {
  const refuse = async (reason: FailureReason, code: string, sentence: string) => {
    await recordFailedLogin(ctx, name, account.id, reason)
    throw forbidden(code, sentence)
  }
  if (account.suspended_at !== null)
    await refuse('suspended', 'suspended', 'This account is suspended. Please call the desk.')
  if (ctx.settings.current.require_verified_email && account.email_verified_at === null)
    await refuse(
      'unverified',
      'email_not_verified',
      'Please confirm your email address first, by the link that we have sent you.',
    )
}

/** Starts the session; with two-factor login one that is good for nothing but the second step. */
function enter(ctx: Context, account: Account): Promise<StartedSession> {
  return withTransaction(ctx, async (ctx) => {
    const secondStep = await hasSecondStep(ctx, account.id)
    const action = secondStep ? 'password_accepted' : 'logged_in'
    await recordAudit(ctx, { actor_id: account.id, action, entity: 'session', entity_id: null })
    return startSession(ctx, account, secondStep)
  })
}

async function upgradeHash(ctx: Context, account: Account, password: string): Promise<void> {
  if (!isOutdated(ctx.config, account.password_hash)) return
  await replacePassword(ctx, account, await hashPassword(ctx.config, password))
}
