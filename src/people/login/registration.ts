import type { z } from 'zod'
import type { Context } from '#context'
import { addAccount, takenEmail, takenUsername } from '#people/accounts/accounts.ts'
import { limits } from '#people/accounts/limits.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import type { registration } from '#people/accounts/schemas.ts'
import { requestConfirmation } from '#people/accounts/verification-mail.ts'
import { refuseWeakPassword } from '#people/accounts/weak-passwords.ts'
import { type StartedSession, startSession } from '#people/sessions/sessions.ts'
import { lockName } from '#platform/db/dialect.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, isTaken, keyOf } from '#platform/identity/account-queries.ts'
import { consumeByAddress } from '#platform/limits/rate-limit.ts'

type Registration = z.output<typeof registration>

export interface Registered {
  account: Account
  /** Null if an address must be confirmed before the first login. */
  session: StartedSession | null
}

/**
 * Creates a customer's account and logs it in. A confirmed address of another account is not refused: the response
 * would reveal who has an account here. Instead its owner gets a mail, if mail is on.
 *
 * @param options.refuseTaken to refuse it anyway, as the first version's contract requires
 */
export async function register(ctx: Context, input: Registration, { refuseTaken = false } = {}): Promise<Registered> {
  await refuseWeakPassword(ctx, input.password, input)
  await consumeByAddress(ctx, limits.registrationTryOfAddress)
  // A refused name is no registration yet.
  if (await isTaken(ctx, 'username_key', input.username)) throw takenUsername()
  await consumeByAddress(ctx, limits.registrationOfAddress)
  const password_hash = await hashPassword(ctx.config, input.password)
  return withTransaction(ctx, async (ctx) => {
    if (refuseTaken) await refuseTakenEmail(ctx, input.email)
    const account = await addAccount(ctx, input, password_hash, 'customer')
    await requestConfirmation(ctx, account)
    const session = ctx.settings.current.require_verified_email ? null : await startSession(ctx, account)
    return { account, session }
  })
}

/** Of concurrent registrations with one address only one succeeds. */
async function refuseTakenEmail(ctx: Context, email: string): Promise<void> {
  await lockName(ctx.db, `email ${keyOf(email)}`)
  if (await isTaken(ctx, 'email_key', email)) throw takenEmail()
}
