import type { Context } from '../context.ts'
import { conflict } from '../errors.ts'
import { consumeByAddress, spend, spendQuietly } from '../http/rate-limit.ts'
import { limits } from './limits.ts'
import { type Account, keyOf, loginCandidates } from './queries.ts'

/** @throws conflict where no mail is sent: waiting for one would be in vain */
export function refuseWithoutMail(ctx: Context): void {
  if (!ctx.mailer.available)
    throw conflict('mail_off', 'This desk sends no mail. Ask at the desk: an admin can make you a link.')
}

/**
 * Who is to get the mail that somebody asks for by this name. Does the same for every name; an account that has
 * had its mails by its other name gets no more, and nobody is told.
 *
 * @throws {DomainError} too_many for an address, or a name, that asks too often
 */
export async function mayHaveMail(ctx: Context, name: string): Promise<Account | undefined> {
  refuseWithoutMail(ctx)
  await consumeByAddress(ctx, limits.mailOfAddress)
  await spend(ctx, limits.mailOfName, keyOf(name))
  const account = (await loginCandidates(ctx, name)).findLast(Boolean)
  const open = await spendQuietly(ctx, limits.mailOfAccount, account?.id ?? `nobody:${keyOf(name)}`)
  return open ? account : undefined
}

/** The same for who is logged in; what others ask for does not count, or they could keep the mail from its owner. */
export async function spendOwnMail(ctx: Context, accountId: number): Promise<void> {
  await spend(ctx, limits.mailOfMember, accountId)
}
