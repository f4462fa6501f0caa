import type { Context } from '#context'
import { conflict } from '#errors'
import { isUsable } from '#people/accounts/account-lock.ts'
import { limits } from '#people/accounts/limits.ts'
import type { TokenPurpose } from '#platform/db/schema.ts'
import { consume, consumeByAddress, consumeQuietly } from '#platform/http/rate-limit.ts'
import {
  type Account,
  findAccountByUsername,
  findOwnerOfEmail,
  keyOf,
  listClaimantsOfEmail,
} from '#platform/identity/account-queries.ts'
import { mailPromises } from '#platform/mail/promises.ts'

/** Of many accounts that claim an address the newest are listed in a mail. */
const mostListed = 5

/** @throws conflict where no mail is sent: waiting for one would be in vain */
export function refuseWithoutMail(ctx: Context): void {
  const { off, refused } = mailPromises(ctx)
  if (off) throw conflict('mail_off', refused)
}

/**
 * The accounts that a mail is about which somebody asks for by this name: all have the same address. Does the same for
 * every name; an address that has had its mails gets no more, by whatever name they are asked for, and nobody is told.
 * Each purpose is counted by itself: who asks for mails that do not go out keeps nobody from those that do.
 *
 * @throws {DomainError} too_many for a client, or a name, that asks too often
 */
export async function accountsToMail(ctx: Context, name: string, purpose: TokenPurpose): Promise<Account[]> {
  refuseWithoutMail(ctx)
  await consumeByAddress(ctx, limits.mailOfAddress)
  await consume(ctx, limits.mailOfName, `${purpose} ${keyOf(name)}`)
  const { address, accounts } = name.includes('@') ? await namedByAddress(ctx, name) : await namedBySelf(ctx, name)
  const open = await consumeQuietly(ctx, limits.mailOfAccount, `${purpose} ${address}`)
  return open ? accounts.filter(isUsable) : []
}

/** The owner of the address alone; where nobody has confirmed it, who claims it. */
async function namedByAddress(ctx: Context, name: string) {
  const owner = await findOwnerOfEmail(ctx, name)
  const claimants = await listClaimantsOfEmail(ctx, name, mostListed)
  return { address: keyOf(name), accounts: owner ? [owner] : claimants }
}

/** A claim to an address that somebody else has confirmed leads nowhere. */
async function namedBySelf(ctx: Context, username: string) {
  const account = await findAccountByUsername(ctx, username)
  const owner = await findOwnerOfEmail(ctx, account?.email ?? '')
  if (!account || account.email === '' || (owner && owner.id !== account.id))
    return { address: `nobody:${keyOf(username)}`, accounts: [] }
  return { address: account.email_key, accounts: [account] }
}

/**
 * The same for who is logged in; what others ask for by a name does not count, or they could keep the mail from its owner.
 * How many one network has sent to an address is counted when the mail is queued.
 */
export async function consumeOwnMail(ctx: Context, accountId: number): Promise<void> {
  await consume(ctx, limits.mailOfMember, accountId)
}
