import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { ConfigError } from '#config'
import type { Context } from '#context'
import { invalidField, notFound } from '#errors'
import { latestPlausible } from '#lib/clock-skew.ts'
import { day } from '#lib/durations.ts'
import { sha256 } from '#lib/sha256.ts'
import { addAccount } from '#people/accounts/accounts.ts'
import { limits } from '#people/accounts/limits.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { countRefusedAttempt } from '#people/accounts/refused-attempts.ts'
import { isAllDigits, type registration, type setupForm } from '#people/accounts/schemas.ts'
import { refuseWeakPassword, weaknessOf } from '#people/accounts/weak-passwords.ts'
import { type StartedSession, startSession } from '#people/sessions/sessions.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import {
  type Account,
  adminExists,
  findOwnerOfEmail,
  insertSetupCode,
  isTaken,
  takeSetupCodes,
} from '#platform/identity/account-queries.ts'
import { consumeByAddress } from '#platform/limits/rate-limit.ts'

const lasts = day

/**
 * Makes sure that there is, or can be, a first admin: created from the settings if they name one.
 *
 * @returns the address of the one-time link to print in the terminal, or null if it is not needed
 */
export async function prepareFirstAdmin(ctx: Context): Promise<string | null> {
  if (await adminExists(ctx)) return null
  if (ctx.config.firstAdmin && (await addFirstAdmin(ctx, ctx.config.firstAdmin))) return null
  const code = randomBytes(24).toString('base64url')
  await insertSetupCode(ctx, sha256(code), ctx.clock.now() + lasts)
  return `${ctx.config.server.origin}/setup?code=${code}`
}

async function addFirstAdmin(ctx: Context, { email, password }: { email: string; password: string }): Promise<boolean> {
  const name = (email.split('@')[0] ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, 16)
  const username = name && !isAllDigits(name) ? name : `admin${name}`.slice(0, 16)
  const weakness = await weaknessOf(ctx, password, { username, email })
  if (weakness) throw new ConfigError(`ADMIN_PASSWORD: ${weakness}`)
  if ((await findOwnerOfEmail(ctx, email)) || (await isTaken(ctx, 'username_key', username))) {
    ctx.log.warn('ADMIN_EMAIL belongs to an account that is no admin: npm run promote-account -- WHO admin')
    return false
  }
  const password_hash = await hashPassword(ctx.config, password)
  try {
    await withTransaction(ctx, (ctx) =>
      addAccount(ctx, { username, email, email_verified_at: ctx.clock.now() }, password_hash, 'admin'),
    )
  } catch (error) {
    // Another process starting at the same time may have been faster.
    if (await adminExists(ctx)) return true
    throw error
  }
  ctx.log.info({ username }, 'first admin made from ADMIN_EMAIL')
  return true
}

const setUpDesks = new WeakSet<object>()

/** Whether there is an admin. Once there is one this is cached: the last admin cannot be removed. */
export async function isSetUp(ctx: Context): Promise<boolean> {
  if (setUpDesks.has(ctx.db)) return true
  const exists = await adminExists(ctx)
  if (exists) setUpDesks.add(ctx.db)
  return exists
}

/** @throws not-found once there is an admin */
export async function refuseWhenSetUp(ctx: Context): Promise<void> {
  if (await adminExists(ctx)) throw notFound()
}

export async function setUp(ctx: Context, input: z.output<typeof setupForm>): Promise<StartedSession> {
  await refuseWhenSetUp(ctx)
  await consumeByAddress(ctx, limits.setupOfAddress)
  await refuseWeakPassword(ctx, input.password, input)
  const password_hash = await hashPassword(ctx.config, input.password)
  const invalidCode = invalidField(
    'code',
    'This set-up link is no longer valid. Start the program again for a new one.',
  )
  const done = withTransaction(ctx, async (ctx) => {
    const codes = await takeSetupCodes(ctx)
    const now = ctx.clock.now()
    const [earliest, latest] = [now, latestPlausible(now) + lasts]
    const valid = codes.filter(({ expires_at }) => expires_at > earliest && expires_at <= latest)
    const good = valid.some(({ code_hash }) => code_hash === sha256(input.code))
    if (!good) throw invalidCode
    await refuseWhenSetUp(ctx)
    return startSession(
      ctx,
      await addAccount(ctx, { ...input, email_verified_at: ctx.clock.now() }, password_hash, 'admin'),
    )
  })
  return done.catch(async (error) => {
    if (error === invalidCode) await countRefusedAttempt(ctx, 'setup')
    throw error
  })
}

/**
 * Creates another admin from the command line. The initial password is random and unknown; a link sets one.
 *
 * @throws invalid, naming the field that is taken
 */
export async function createAdmin(
  ctx: Context,
  input: Pick<z.output<typeof registration>, 'username' | 'email'>,
): Promise<Account> {
  const password_hash = await hashPassword(ctx.config, randomBytes(32).toString('base64url'))
  return withTransaction(ctx, (ctx) =>
    addAccount(ctx, { ...input, email_verified_at: ctx.clock.now() }, password_hash, 'admin'),
  )
}
