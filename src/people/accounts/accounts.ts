import type { z } from 'zod'
import type { Context } from '#context'
import { invalidField, notFound } from '#errors'
import { changedIn, definedOnly } from '#lib/objects.ts'
import { record } from '#platform/activity/record.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import {
  type Account,
  findAccount,
  insertAccount,
  isTaken,
  keyOf,
  updateAccount,
} from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { lockUsable } from './account-lock.ts'
import { accountRegistered, profileChanged } from './activity.ts'
import { becomeOwner } from './address-ownership.ts'
import { randomIcon } from './icons.ts'
import type { profileChange, registration } from './schemas.ts'

type Registration = z.output<typeof registration>

export const takenEmail = () => invalidField('email', 'There is an account with this email already; log in instead.')

export const takenUsername = () => invalidField('username', 'This username is taken; choose another.')

interface NewAccount extends Omit<Registration, 'password'> {
  /** By default the username. */
  display_name?: string
  email_verified_at?: number
}

/** @throws invalid, naming the field whose value is taken */
export async function addAccount(
  ctx: Context,
  { username, display_name = username, email, email_verified_at }: NewAccount,
  password_hash: string,
  account_type: AccountType,
): Promise<Account> {
  const account = await insertAccount(ctx, {
    username,
    username_key: keyOf(username),
    display_name,
    email,
    email_key: keyOf(email),
    email_verified_at: email_verified_at ?? null,
    password_hash,
    account_type,
    profile_icon: randomIcon(),
    created_at: ctx.clock.now(),
  })
  if (!account) {
    const taken = await isTaken(ctx, 'username_key', username)
    throw taken ? takenUsername() : takenEmail()
  }
  if (account.email_verified_at !== null) await becomeOwner(ctx, email, account.id)
  await record(ctx, accountRegistered, { actor_id: account.id, account_type })
  return account
}

export async function getAccount(ctx: Context, id: number): Promise<Account> {
  const account = await findAccount(ctx, id)
  if (!account) throw notFound('account')
  return account
}

export async function changeProfile(
  ctx: Context,
  actor: Actor,
  change: z.output<typeof profileChange>,
): Promise<Account> {
  return withTransaction(ctx, async (ctx) => {
    const account = await lockUsable(ctx, actor.id)
    const wanted = definedOnly(change)
    const changed = changedIn(wanted, account)
    if (changed.length > 0) {
      await updateAccount(ctx, actor.id, wanted)
      await record(ctx, profileChanged, { actor_id: actor.id, changed })
    }
    return getAccount(ctx, actor.id)
  })
}
