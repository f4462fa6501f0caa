import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { getAccount } from './accounts.ts'
import { refuseCommonPassword } from './common-passwords.ts'
import { recordFailedLogin } from './failed-logins.ts'
import { isGoodToken, useToken } from './link-tokens.ts'
import { mayHaveMail } from './mail-limits.ts'
import { hashPassword } from './passwords.ts'
import { findOwnerOfEmail, updateAccount } from './queries.ts'
import { endSessionsOf } from './sessions.ts'
import { voidLinks } from './token-queries.ts'
import { deadLink } from './verification.ts'
import { askToReset, tell } from './verification-mail.ts'

/** Does and answers the same whether or not an account has this name. */
export async function forgotPassword(ctx: Context, name: string): Promise<void> {
  await askToReset(ctx, (await mayHaveMail(ctx, name)) ? name : '')
}

/** Sets a new password by a link, and ends all sessions. Two-factor login stays in force. */
export async function resetPassword(ctx: Context, token: string, new_password: string): Promise<void> {
  await refuseCommonPassword(new_password, 'new_password')
  if (!(await isGoodToken(ctx, 'reset_password', token))) return refuse(ctx)
  const password_hash = await hashPassword(ctx.config, new_password)
  const done = await withTransaction(ctx, async (ctx) => {
    const good = await useToken(ctx, 'reset_password', token)
    if (!good) return false
    const account = await getAccount(ctx, good.account_id)
    await updateAccount(ctx, account.id, { password_hash, ...(await proven(ctx, account, good.email)) })
    await voidLinks(ctx, account.id, 'reset_password')
    await endSessionsOf(ctx, account.id)
    await recordAudit(ctx, { actor_id: account.id, action: 'password_reset', entity: 'account', entity_id: account.id })
    await tell(
      ctx,
      account.id,
      account.email,
      'Your password was changed',
      'The password of your account was changed by a link sent to this address.',
    )
    return true
  })
  if (!done) await refuse(ctx)
}

/** Whoever could use the link reads the mail at that address. */
async function proven(ctx: Context, account: { email: string; email_verified_at: number | null }, sentTo: string) {
  if (account.email_verified_at !== null || account.email !== sentTo || (await findOwnerOfEmail(ctx, sentTo))) return {}
  return { email_verified_at: ctx.clock.now() }
}

async function refuse(ctx: Context): Promise<never> {
  await recordFailedLogin(ctx, 'password reset', null, 'token')
  throw deadLink()
}
