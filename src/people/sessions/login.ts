import type { z } from 'zod'
import type { Context } from '#context'
import { type CodeOf, forbidden, invalidField } from '#errors'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { limits } from '#people/accounts/limits.ts'
import { hashPassword, isOutdated, passwordMatches } from '#people/accounts/passwords.ts'
import type { login as loginInput } from '#people/accounts/schemas.ts'
import { record } from '#platform/activity/record.ts'
import type { FailureReason } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, keyOf, loginCandidates, replacePassword } from '#platform/identity/account-queries.ts'
import {
  consume,
  consumeAll,
  consumeByAddress,
  consumeQuietly,
  reset,
  resetByAddress,
} from '#platform/limits/rate-limit.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { loggedIn, passwordAccepted } from './activity.ts'
import { recordFailedLogin } from './failed-logins.ts'
import { findKnownHere, subjectHere } from './known-addresses.ts'
import { hasSecondStep } from './second-factor-queries.ts'
import { type StartedSession, startSession } from './sessions.ts'

type Credentials = z.output<typeof loginInput>

const wrong =
  'The username or email and the password do not match. After five tries even the right password is refused for ten minutes.'

/**
 * Logs in by username or email. The response is the same, in words, status and time, for a wrong name and a wrong
 * password; guesses are limited by address, by name and by account. When the account's limit was used up under its
 * other name, no password is accepted and the response is the usual one: a 429 would reveal that both names belong to
 * one person.
 *
 * @param knownBrowserOf the accounts that logged in from this browser before: it has a limit of its own, so that
 *   others' guesses cannot lock the owner out, even in a shared network
 * @param persistent whether the session lasts longer than SESSION_HOURS
 */
export async function logIn(
  ctx: Context,
  input: Credentials,
  knownBrowserOf: (account: Account) => boolean = () => false,
  persistent = false,
): Promise<StartedSession> {
  const { candidates, ofBrowser, known, limit, subject, open } = await consumeAll(ctx, async (ctx) => {
    const candidates = await loginCandidates(ctx, input.login)
    const ofBrowser = candidates.find((account) => account && knownBrowserOf(account))
    if (!ofBrowser) await consumeByAddress(ctx, limits.loginOfAddress)
    const here = await findKnownHere(ctx, candidates)
    const known = ofBrowser ?? here
    const limit = ofBrowser ? limits.loginOfBrowser : limits.loginOfName
    // The limit has the same name as that for unknown names, so that its headers do not reveal whether there is an
    // account.
    const subject = ofBrowser?.id ?? (here ? subjectHere(ctx, here) : keyOf(input.login))
    await consume(ctx, limit, subject)
    return { candidates, ofBrowser, known, limit, subject, open: await takesPassword(ctx, candidates[0], input, known) }
  })
  const account = await firstMatching(ctx, candidates, input, known, open)
  if (!account) {
    // If several accounts have the address, the failure belongs to none of them.
    const [only, ...others] = candidates.filter((one) => one !== undefined)
    await recordFailedLogin(ctx, input.login, others.length === 0 ? (only?.id ?? null) : null, 'wrong')
    throw invalidField('login', wrong)
  }
  await refuseUnfit(ctx, account, input.login)
  await upgradeHash(ctx, account, input.password)
  return withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    await reset(ctx, limit, subject)
    await reset(ctx, limits.loginOfAccount, account.id)
    if (!ofBrowser) await resetByAddress(ctx, limits.loginOfAddress)
    return enter(ctx, account, persistent)
  })
}

/**
 * Counts a try for one account, or for an unknown name.
 *
 * @param known the browser or address is known: tries elsewhere do not count here
 */
async function takesPassword(
  ctx: Context,
  account: Account | undefined,
  { login }: Credentials,
  known: Account | undefined,
): Promise<boolean> {
  if (known && known === account) return true
  return consumeQuietly(ctx, limits.loginOfAccount, account?.id ?? `nobody:${keyOf(login)}`)
}

/** @param firstOpen whether the first account still accepts a password; the others are checked in turn */
async function firstMatching(
  ctx: Context,
  candidates: (Account | undefined)[],
  input: Credentials,
  known: Account | undefined,
  firstOpen: boolean,
) {
  for (const [place, account] of candidates.entries()) {
    const open = place === 0 ? firstOpen : await takesPassword(ctx, account, input, known)
    if ((await passwordMatches(ctx.config, account?.password_hash, input.password)) && open) return account
  }
  return undefined
}

/** @throws forbidden if the account may not log in, even with the right password */
export async function refuseUnfit(ctx: Context, account: Account, name: string): Promise<void> {
  const refuse = async (reason: FailureReason, code: CodeOf<'forbidden'>, sentence: string) => {
    await recordFailedLogin(ctx, name, account.id, reason)
    throw forbidden(code, sentence)
  }
  if (account.suspended_at !== null)
    await refuse('suspended', 'suspended', 'This account is suspended. Please contact us.')
  if (ctx.settings.current.require_verified_email && account.email_verified_at === null)
    await refuse(
      'unverified',
      'email_not_verified',
      mailPromises(ctx).confirmFirst({ email_refused: account.email_refused_at !== null }),
    )
}

/** Starts the session; with two-factor login a pending one that is only valid for the second step. */
async function enter(ctx: Context, account: Account, persistent: boolean): Promise<StartedSession> {
  const second_factor_required = await hasSecondStep(ctx, account.id)
  await record(ctx, second_factor_required ? passwordAccepted : loggedIn, { actor_id: account.id })
  return startSession(ctx, account, { second_factor_required, persistent })
}

async function upgradeHash(ctx: Context, account: Account, password: string): Promise<void> {
  if (!isOutdated(ctx.config, account.password_hash)) return
  await replacePassword(ctx, account, await hashPassword(ctx.config, password))
}
