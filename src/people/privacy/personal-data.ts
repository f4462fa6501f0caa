import type { z } from 'zod'
import type { Context } from '#context'
import { ownViewsOf } from '#desk/ticket-lists/saved-views.ts'
import { editsBy, messagesBy, ticketsOf } from '#desk/tickets/personal.ts'
import { isoTime } from '#lib/format-time.ts'
import { jsonText } from '#lib/json-text.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { showAccount } from '#people/accounts/json.ts'
import { listPasskeys } from '#people/passkeys/queries.ts'
import { countRecoveryCodes, findAuthenticator } from '#people/second-factor/queries.ts'
import { confirmPassword } from '#people/sessions/credentials.ts'
import { listKnownAddresses } from '#people/sessions/known-address-queries.ts'
import { listSessions } from '#people/sessions/session-queries.ts'
import { entriesOf } from '#platform/audit/personal.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type Answer, textFile } from '#platform/http/answer.ts'
import { type Limit, spend } from '#platform/http/rate-limit.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getChoices } from '#platform/notifications/choices.ts'
import { newsFor } from '#platform/notifications/personal.ts'
import { eraseAccount } from './erasure.ts'
import type { personalDataJson } from './json.ts'
import { allFailedLoginsOf } from './personal-queries.ts'

const downloads: Limit = { name: 'data-download', most: 5, window: 10 * 60_000 }

type Members = z.input<typeof personalDataJson>
type InPortions = { [Name in keyof Members]: Members[Name] | AsyncIterable<Members[Name] & object[]> }

/** Everything that is kept about a person, for that person: no secrets, and nothing about anybody else. */
export async function* personalData(outer: Context, actor: Actor): AsyncGenerator<string> {
  const ctx = forHeavyReads(outer, actor)
  const account = await getAccount(ctx, actor.id)
  const passkeys = await listPasskeys(ctx, actor.id)
  const sessions = await listSessions(ctx, actor.id)
  const addresses = await listKnownAddresses(ctx, actor.id)
  const views = await ownViewsOf(ctx, actor)
  yield* jsonText({
    exported_at: isoTime(ctx.clock.now()),
    account: showAccount(account),
    two_factor: await secondStepOf(ctx, actor),
    passkeys: passkeys.map(({ name, created_at, last_used_at }) => ({
      name,
      created_at: isoTime(created_at),
      last_used_at: last_used_at === null ? null : isoTime(last_used_at),
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
    notification_choices: await getChoices(ctx, actor),
    saved_views: views.map(({ name, address }) => ({ name, address })),
    audit_entries: entriesOf(ctx, actor),
    tickets: ticketsOf(ctx, actor),
    messages: messagesBy(ctx, actor),
    edits: editsBy(ctx, actor),
    notifications: newsFor(ctx, actor),
  } satisfies InPortions)
}

/** The same as an answer, made while it is sent; as a file where it has a name. */
export async function downloadData(ctx: Context, actor: Actor, filename: string | null = null): Promise<Answer> {
  await spend(ctx, downloads, actor.id)
  return textFile({ filename, type: 'application/json', text: personalData(ctx, actor), log: ctx.log })
}

async function* failedLoginsOf(ctx: Context, account: Account) {
  for await (const tries of allFailedLoginsOf(ctx, account))
    yield tries.map(({ at, address, reason }) => ({ at: isoTime(at), address, reason }))
}

async function secondStepOf(ctx: Context, { id }: Actor) {
  const since = (await findAuthenticator(ctx, id))?.confirmed_at ?? null
  return {
    since: since === null ? null : isoTime(since),
    recovery_codes_left: since === null ? 0 : await countRecoveryCodes(ctx, id),
  }
}

/** @throws invalid for a wrong password, conflict for the last admin */
export async function deleteOwnAccount(ctx: Context, actor: Actor, current_password: string): Promise<void> {
  await confirmPassword(ctx, actor, current_password)
  await eraseAccount(ctx, actor.id, actor.id)
}
