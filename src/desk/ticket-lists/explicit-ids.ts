import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { findAccountFor, isBareNumber } from '#platform/identity/references.ts'
import type { Filters } from './schemas.ts'

const people = ['assistant', 'customer'] as const

/**
 * Replaces a person named by a bare number or an email address by `id:5`: addresses of lists are then unambiguous, and
 * contain no email addresses.
 *
 * @throws malformed if two accounts match: by id and by username
 */
export async function withExplicitIds(ctx: Context, actor: Actor, filters: Filters): Promise<Filters> {
  const explicit = { ...filters }
  for (const name of people) {
    const text = filters[name]
    // Customers have no such filters: they must not learn who has an account.
    if (!actor.is_staff || !text || !(isBareNumber(text) || text.includes('@'))) continue
    const account = await findAccountFor(ctx, text)
    if (account) explicit[name] = `id:${account.id}`
  }
  return explicit
}

/** The same with usernames replaced by ids: a saved list still finds people who are renamed, and keeps no name. */
export async function withIdsAlone(ctx: Context, actor: Actor, filters: Filters): Promise<Filters> {
  const explicit = await withExplicitIds(ctx, actor, filters)
  const { customer } = explicit
  const account = actor.is_staff && customer ? await findAccountFor(ctx, customer) : undefined
  return account ? { ...explicit, customer: `id:${account.id}` } : explicit
}
