import type { Context } from '#context'
import { conflict } from '#errors'
import { getAccount } from '#people/accounts/accounts.ts'
import { revokeCredentials } from '#people/accounts/revocation.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import { notifyByMail } from '#people/accounts/verification-mail.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { twoFactorReset } from './activity.ts'

const subject = 'Two-factor login was turned off for your account'
const sentence = 'An admin has turned it off, so that your password is enough again. Please set it up again.'

/**
 * For somebody who has lost the phone and the recovery codes: the password alone is enough again. Passkeys stay.
 *
 * @param actorId the admin, or null for the command line
 * @throws conflict if it is off
 */
export async function resetTwoFactor(ctx: Context, actorId: number | null, accountId: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const account = await getAccount(ctx, accountId)
    await lockAccount(ctx, accountId)
    if (!(await hasSecondStep(ctx, accountId)))
      throw conflict('two_factor_off', 'This account has no two-factor login.')
    await revokeCredentials(ctx, accountId, 'two_factor_reset')
    await record(ctx, twoFactorReset, { actor_id: actorId, account_id: accountId })
    await notifyByMail(ctx, accountId, account.email, subject, sentence)
  })
}
