import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import type { AccountType } from '../db/schema.ts'
import { withTransaction } from '../db/transaction.ts'
import { invalid, notFound } from '../errors.ts'
import { randomIcon } from './icons.ts'
import { hashPassword } from './passwords.ts'
import {
  type Account,
  findAccount,
  findAccountByName,
  insertAccount,
  isTaken,
  keyOf,
  updateAccount,
} from './queries.ts'
import type { profileChange, registration } from './schemas.ts'
import { type StartedSession, startSession } from './sessions.ts'

type Registration = z.output<typeof registration>

/** Makes a customer's account and logs it in. */
export async function register(ctx: Context, input: Registration): Promise<StartedSession> {
  const password_hash = await hashPassword(ctx.config, input.password)
  return withTransaction(ctx, async (ctx) => startSession(ctx, await addAccount(ctx, input, password_hash, 'customer')))
}

/** @throws invalid, naming the field whose value somebody else has */
export async function addAccount(
  ctx: Context,
  { username, email }: Omit<Registration, 'password'>,
  password_hash: string,
  account_type: AccountType,
): Promise<Account> {
  const account = await insertAccount(ctx, {
    username,
    username_key: keyOf(username),
    display_name: username,
    email,
    email_key: keyOf(email),
    password_hash,
    account_type,
    profile_icon: randomIcon(),
    created_at: ctx.clock.now(),
  })
  if (!account) throw await whatIsTaken(ctx, username, email)
  const after = { username, account_type }
  await recordAudit(ctx, {
    actor_id: account.id,
    action: 'registered',
    entity: 'account',
    entity_id: account.id,
    after,
  })
  return account
}

async function whatIsTaken(ctx: Context, username: string, email: string) {
  const fields = []
  if (await isTaken(ctx, 'username_key', username))
    fields.push({ field: 'username', message: 'This username is taken; choose another.' })
  if (await isTaken(ctx, 'email_key', email))
    fields.push({ field: 'email', message: 'There is an account with this email already; log in instead.' })
  return invalid(fields)
}

export async function getAccount(ctx: Context, id: number): Promise<Account> {
  const account = await findAccount(ctx, id)
  if (!account) throw notFound('account')
  return account
}

/** By id, username or email, as somebody at the shell would say it; an id first. */
export async function findAccountFor(ctx: Context, who: string): Promise<Account | undefined> {
  const id = /^[1-9]\d{0,8}$/.test(who) ? await findAccount(ctx, Number(who)) : undefined
  return id ?? findAccountByName(ctx, who)
}

export async function changeProfile(
  ctx: Context,
  actor: Actor,
  change: z.output<typeof profileChange>,
): Promise<Account> {
  return withTransaction(ctx, async (ctx) => {
    const { display_name, profile_icon } = await getAccount(ctx, actor.id)
    const before = { display_name, profile_icon }
    const after = { ...before, ...definedOnly(change) }
    if (after.display_name !== display_name || after.profile_icon !== profile_icon) {
      await updateAccount(ctx, actor.id, after)
      await recordAudit(ctx, {
        actor_id: actor.id,
        action: 'profile_changed',
        entity: 'account',
        entity_id: actor.id,
        before,
        after,
      })
    }
    return getAccount(ctx, actor.id)
  })
}

const definedOnly = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
