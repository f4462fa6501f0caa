import type { Context } from '#context'
import { invalidField } from '#errors'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { findAuthenticator } from '#people/sessions/second-factor-queries.ts'
import { record } from '#platform/activity/record.ts'
import { recoveryCodeUsed } from './activity.ts'
import { takeStep } from './queries.ts'
import { useRecoveryCode } from './recovery-codes.ts'
import { openSecret, resealSecret } from './secrets.ts'
import { plainCode, stepOf } from './totp.ts'

const appLost =
  'We can no longer check the codes of your app. Use a recovery code or a passkey and set the app up again, or ask an admin.'

export type CodeKind = 'authenticator' | 'recovery_code'

/**
 * Uses a code up: of the authenticator app, or a recovery code. Each can be used once, even by concurrent requests.
 *
 * @returns which of the two it was; null if it is not valid
 */
export async function useCode(ctx: Context, account_id: number, typed: string): Promise<CodeKind | null> {
  const code = plainCode(typed)
  if (/^\d{6}$/.test(code)) return (await useAppCode(ctx, account_id, code)) ? 'authenticator' : null
  if (!(await useRecoveryCode(ctx, account_id, code))) return null
  await record(ctx, recoveryCodeUsed, { actor_id: account_id })
  return 'recovery_code'
}

async function useAppCode(ctx: Context, account_id: number, code: string): Promise<boolean> {
  const authenticator = await findAuthenticator(ctx, account_id)
  if (authenticator?.confirmed_at == null) return false
  const secret = openSecret(ctx.config, authenticator.secret)
  if (secret === null) throw invalidField('code', appLost)
  const step = stepOf(secret, code, ctx.clock.now())
  if (step === null) return false
  return takeStep(ctx, account_id, step, resealSecret(ctx.config, authenticator.secret, secret))
}

/** Logs a wrong code for the admins. @throws invalid */
export async function refuseCode(ctx: Context, { id, username }: { id: number; username: string }): Promise<never> {
  await recordFailedLogin(ctx, username, id, 'second_step')
  throw invalidField('code', 'This code is not right, or was used already. Wait for the next one and try again.')
}
