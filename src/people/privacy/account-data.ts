import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { accountJson, showAccount } from '#people/accounts/json.ts'
import { listPasskeys } from '#people/passkeys/queries.ts'
import { countRecoveryCodes } from '#people/second-factor/queries.ts'
import { listKnownAddresses } from '#people/sessions/known-address-queries.ts'
import { findAuthenticator } from '#people/sessions/second-factor-queries.ts'
import { listSessions } from '#people/sessions/session-queries.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allFailedLoginsOf } from './personal-queries.ts'

const time = z.iso.datetime()
const address = z.string().nullable()

/** The account's own data, without secrets. */
export const personalAccount: PersonalData = {
  members: {
    account: accountJson,
    two_factor: z.object({ since: time.nullable(), recovery_codes_left: z.int() }),
    passkeys: z.array(z.object({ name: z.string(), created_at: time, last_used_at: time.nullable() })),
    known_addresses: z.array(z.object({ address: z.string(), last_seen_at: time })),
    sessions: z.array(z.object({ created_at: time, last_seen_at: time, address, user_agent: z.string().nullable() })),
    failed_logins: z.array(z.object({ at: time, address, reason: z.string() })),
  },
  read: async (ctx, actor) => {
    const account = await getAccount(ctx, actor.id)
    const passkeys = await listPasskeys(ctx, actor.id)
    const addresses = await listKnownAddresses(ctx, actor.id)
    const sessions = await listSessions(ctx, actor.id)
    return {
      account: showAccount(account),
      two_factor: await secondFactorOf(ctx, actor),
      passkeys: passkeys.map(({ name, created_at, last_used_at }) => ({
        name,
        created_at: isoTime(created_at),
        last_used_at: timeOrNull(last_used_at),
      })),
      known_addresses: addresses.map(({ address_key, last_seen_at }) => ({
        address: address_key,
        last_seen_at: isoTime(last_seen_at),
      })),
      sessions: sessions.map(({ created_at, last_seen_at, address, user_agent }) => ({
        created_at: isoTime(created_at),
        last_seen_at: isoTime(last_seen_at),
        address,
        user_agent,
      })),
      failed_logins: failedLoginsOf(ctx, account),
    }
  },
  deleted: {
    account_tokens: 'token_hash',
    known_addresses: 'address_key',
    idempotency_keys: 'key',
    failed_logins: 'id',
  },
}

async function* failedLoginsOf(ctx: Context, account: Account) {
  for await (const attempts of allFailedLoginsOf(ctx, account))
    yield attempts.map(({ at, address, reason }) => ({ at: isoTime(at), address, reason }))
}

async function secondFactorOf(ctx: Context, { id }: Actor) {
  const since = (await findAuthenticator(ctx, id))?.confirmed_at ?? null
  return {
    since: timeOrNull(since),
    recovery_codes_left: since === null ? 0 : await countRecoveryCodes(ctx, id),
  }
}
