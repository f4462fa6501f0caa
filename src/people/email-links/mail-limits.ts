import type { Context } from '#context'
import { conflict } from '#errors'
import { isUsable } from '#people/accounts/account-lock.ts'
import { limits } from '#people/accounts/limits.ts'
import type { TokenPurpose } from '#platform/db/schema.ts'
import {
  type Account,
  findAccountByUsername,
  findOwnerOfEmail,
  keyOf,
  listClaimantsOfEmail,
} from '#platform/identity/account-queries.ts'
import { consume, consumeByAddress, consumeQuietly } from '#platform/limits/rate-limit.ts'
import { mailPromises } from '#platform/mail/promises.ts'

/** If many accounts have one address, a mail lists the newest. */
const mostListed = 5

/** @throws conflict if no mail is sent, so that nobody waits for one */
export function refuseWithoutMail(ctx: Context): void {
  const { off, refused } = mailPromises(ctx)
  if (off) throw conflict('mail_off', refused)
}

/**
 * The accounts for a mail requested by a name: all have the same address. Does the same work for every name; an address
 * that has had its mails silently gets no more, by whatever name they are requested. Each purpose is counted
 * separately: requests for one kind of mail must not block the other.
 *
 * @throws {DomainError} too_many for a client, or a name, with too many requests
 */
export async function accountsToMail(ctx: Context, name: string, purpose: TokenPurpose): Promise<Account[]> {
  refuseWithoutMail(ctx)
  await consumeByAddress(ctx, limits.mailOfAddress)
  await consume(ctx, limits.mailOfName, `${purpose} ${keyOf(name)}`)
  const { address, accounts } = name.includes('@') ? await namedByAddress(ctx, name) : await namedBySelf(ctx, name)
  const open = await consumeQuietly(ctx, limits.mailOfAccount, `${purpose} ${address}`)
  return open ? accounts.filter(isUsable) : []
}

/** The owner of the address; if nobody has confirmed it, all accounts that name it. */
async function namedByAddress(ctx: Context, name: string) {
  const owner = await findOwnerOfEmail(ctx, name)
  const claimants = await listClaimantsOfEmail(ctx, name, mostListed)
  return { address: keyOf(name), accounts: owner ? [owner] : claimants }
}

/** A pending address that another account has confirmed gets no mail. */
async function namedBySelf(ctx: Context, username: string) {
  const account = await findAccountByUsername(ctx, username)
  const owner = await findOwnerOfEmail(ctx, account?.email ?? '')
  if (!account || account.email === '' || (owner && owner.id !== account.id))
    return { address: `nobody:${keyOf(username)}`, accounts: [] }
  return { address: account.email_key, accounts: [account] }
}

/**
 * The same for somebody logged in. Requests by name do not count here, or others could keep the mail from the owner.
 * The number of mails from one network to an address is counted when the mail is queued.
 */
export async function consumeOwnMail(ctx: Context, accountId: number): Promise<void> {
  await consume(ctx, limits.mailOfMember, accountId)
}
