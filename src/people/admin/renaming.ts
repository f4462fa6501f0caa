import type { z } from 'zod'
import type { Context } from '#context'
import { invalidField } from '#errors'
import { changedIn, definedOnly } from '#lib/objects.ts'
import { takenUsername } from '#people/accounts/accounts.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import { isAllDigits, needsLetter } from '#people/accounts/schemas.ts'
import { notifyByMail } from '#people/accounts/verification-mail.ts'
import { record } from '#platform/activity/record.ts'
import { isUniqueViolation } from '#platform/db/dialect.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, keyOf, updateAccount } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getLiveAccount } from './accounts.ts'
import { accountRenamed } from './activity.ts'
import type { renaming } from './schemas.ts'

/**
 * Replaces an unsuitable username, display name or picture.
 *
 * @throws invalid for a username that is taken
 */
export async function renameAccount(
  ctx: Context,
  actor: Actor,
  id: number,
  input: z.output<typeof renaming>,
): Promise<Account> {
  return withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, id)
    const account = await getLiveAccount(ctx, id)
    const wanted = definedOnly(input)
    const changed = changedIn(wanted, account)
    if (changed.length === 0) return account
    if (changed.includes('username') && isAllDigits(wanted.username ?? '')) throw invalidField('username', needsLetter)
    await store(ctx, account, wanted)
    await record(ctx, accountRenamed, { actor_id: actor.id, account_id: id, changed })
    if (changed.includes('username') && account.email_verified_at !== null) await notifyOfNewName(ctx, account, wanted)
    return { ...account, ...wanted }
  })
}

async function store(ctx: Context, { id }: Account, wanted: { username?: string }): Promise<void> {
  const key = wanted.username === undefined ? {} : { username_key: keyOf(wanted.username) }
  try {
    await updateAccount(ctx, id, { ...wanted, ...key })
  } catch (error) {
    if (isUniqueViolation(error)) throw takenUsername()
    throw error
  }
}

const notifyOfNewName = (ctx: Context, account: Account, { username = '' }: { username?: string }) =>
  notifyByMail(
    ctx,
    account.id,
    account.email,
    'Your username was changed',
    `An admin has changed your username to ${username}. Log in with it, or with your email address, from now on.`,
  )
