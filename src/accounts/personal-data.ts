import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { messagesBy, ticketsOf } from '../tickets/personal.ts'
import { isoTime } from '../when.ts'
import { getAccount } from './accounts.ts'
import { confirmPassword } from './credentials.ts'
import { eraseAccount } from './erasure.ts'
import { showAccount } from './json.ts'
import { listSessions } from './session-queries.ts'

/** Everything that is kept about a person, for that person. */
export async function personalData(ctx: Context, actor: Actor) {
  const sessions = await listSessions(ctx, actor.id)
  return {
    exported_at: isoTime(ctx.clock.now()),
    account: showAccount(await getAccount(ctx, actor.id)),
    sessions: sessions.map(({ created_at, last_seen_at, address, user_agent }) => ({
      created_at: isoTime(created_at),
      last_seen_at: isoTime(last_seen_at),
      address,
      user_agent,
    })),
    tickets: await ticketsOf(ctx, actor),
    messages: await messagesBy(ctx, actor),
  }
}

/** @throws invalid for a wrong password, conflict for the last admin */
export async function deleteOwnAccount(ctx: Context, actor: Actor, current_password: string): Promise<void> {
  await confirmPassword(ctx, actor, current_password)
  await eraseAccount(ctx, actor.id, actor.id)
}
