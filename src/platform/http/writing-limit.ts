import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { type Actor, hasSession } from '#platform/identity/actor.ts'
import type { Limit } from './limit.ts'
import { consume } from './rate-limit.ts'

const window = 10 * minute
/** All tokens of an account together: somebody can log in again and again. */
const tokens = 5

/**
 * Counts a message to the desk or to another person, a note or an edit. A program writes on its token's account, so that it does not keep the person whose it
 * is from writing on the pages. In the transaction that writes: what is refused or fails counts for nothing.
 *
 * @throws {DomainError} too_many
 */
export async function consumeWriting(ctx: Context, actor: Actor): Promise<void> {
  const { staff, customers } = ctx.config.writing
  const most = actor.is_staff ? staff : customers
  if (!ctx.client?.by_token) return consume(ctx, limit('writing', most), actor.id)
  await consume(ctx, limit('writing-token', most), tokenOf(actor))
  await consume(ctx, { ...limit('writing-tokens', most * tokens), untold: true }, actor.id)
}

const tokenOf = (actor: Actor) => (hasSession(actor) ? actor.session_id : `token-${actor.via.id}`)

const limit = (name: string, most: number): Limit => ({ name, most, window })
