import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { type Actor, hasSession } from '#platform/identity/actor.ts'
import type { Limit } from './limit.ts'
import { consume } from './rate-limit.ts'

const window = 10 * minute
/** Counted over all tokens of an account, as an account can always make another. */
const tokens = 5

/**
 * Counts a message to the desk or to another person, a note or an edit. Programs have a limit of their own, so that a
 * program does not stop its owner from writing on the pages. In the transaction that writes: what is refused or fails
 * does not count.
 *
 * @throws {DomainError} too_many
 */
export async function consumeWriting(ctx: Context, actor: Actor): Promise<void> {
  const { staff, customers } = ctx.config.writing
  const most = actor.is_staff ? staff : customers
  if (!ctx.client?.by_token) return consume(ctx, limit('writing', most), actor.id)
  await consume(ctx, limit('writing-token', most), tokenOf(actor))
  await consume(ctx, { ...limit('writing-tokens', most * tokens), unannounced: true }, actor.id)
}

const tokenOf = (actor: Actor) => (hasSession(actor) ? actor.session_id : `token-${actor.via.id}`)

const limit = (name: string, most: number): Limit => ({ name, most, window })
