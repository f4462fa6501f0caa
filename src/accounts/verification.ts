import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { isUniqueViolation } from '../db/dialect.ts'
import { withTransaction } from '../db/transaction.ts'
import { conflict, invalidField } from '../errors.ts'
import { consumeByAddress } from '../http/rate-limit.ts'
import { getAccount } from './accounts.ts'
import { confirmPassword } from './credentials.ts'
import { recordFailedLogin } from './failed-logins.ts'
import { addressToConfirm } from './jobs.ts'
import { limits } from './limits.ts'
import { useToken } from './link-tokens.ts'
import { mayHaveMail, refuseWithoutMail, spendOwnMail } from './mail-limits.ts'
import { type Account, keyOf, updateAccount } from './queries.ts'
import type { emailChange } from './schemas.ts'
import { voidLinks } from './token-queries.ts'
import { askToConfirm, tell } from './verification-mail.ts'

/** The new address counts once it is confirmed; the old one is told at once. */
export async function changeEmail(ctx: Context, actor: Actor, input: z.output<typeof emailChange>): Promise<Account> {
  if (!ctx.mailer.available)
    throw conflict('mail_off', 'This desk sends no mail, so no address can be confirmed. Ask an admin to change yours.')
  await confirmPassword(ctx, actor, input.current_password)
  await spendOwnMail(ctx, actor.id)
  return withTransaction(ctx, async (ctx) => {
    const account = await getAccount(ctx, actor.id)
    await updateAccount(ctx, actor.id, { pending_email: input.email })
    await askToConfirm(ctx, actor.id)
    const sentence = `A new email address was given for your account ${account.username}. It counts once it is confirmed.`
    if (account.email_verified_at !== null)
      await tell(ctx, actor.id, account.email, 'Your email address is to be changed', sentence)
    await recordAudit(ctx, { actor_id: actor.id, action: 'email_change_asked', entity: 'account', entity_id: actor.id })
    return { ...account, pending_email: input.email }
  })
}

/** Sends the link again, to whoever is logged in. */
export async function confirmAgain(ctx: Context, actor: Actor): Promise<void> {
  refuseWithoutMail(ctx)
  await consumeByAddress(ctx, limits.mailOfAddress)
  await spendOwnMail(ctx, actor.id)
  await askToConfirm(ctx, actor.id)
}

/** The same for who may not log in before; the answer is the same whether or not the name is known. */
export async function confirmAgainByName(ctx: Context, name: string): Promise<void> {
  const account = await mayHaveMail(ctx, name)
  await askToConfirm(ctx, account && addressToConfirm(account) ? account.id : 0)
}

export const deadLink = () =>
  invalidField('token', 'This link is not valid any more: it works once and for a short time. Ask for a new one.')

/** @throws invalid when the link was used, has expired or was never one */
export async function confirmEmail(ctx: Context, token: string): Promise<void> {
  try {
    await withTransaction(ctx, async (ctx) => {
      const good = await useToken(ctx, 'verify_email', token)
      const account = good && (await getAccount(ctx, good.account_id))
      if (!account || addressToConfirm(account) !== good.email) throw deadLink()
      const now = ctx.clock.now()
      await updateAccount(ctx, account.id, {
        email: good.email,
        email_key: keyOf(good.email),
        email_verified_at: now,
        pending_email: null,
      })
      // A link that lies in the old mailbox would still change the password.
      if (account.email !== good.email) await voidLinks(ctx, account.id, 'reset_password')
      await recordAudit(ctx, {
        actor_id: account.id,
        action: 'email_confirmed',
        entity: 'account',
        entity_id: account.id,
      })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw invalidField('token', 'Another account has confirmed this address in the meantime.')
    await recordFailedLogin(ctx, 'email confirmation', null, 'token')
    throw error
  }
}
