import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { findAccountFor, isBareNumber } from '#platform/identity/references.ts'
import type { Filters } from './schemas.ts'

const people = ['assistant', 'customer'] as const

/**
 * What is asked for, with `id:5` for a person named by a bare number or an email address: addresses made of it stay
 * unambiguous, and tell nobody's address.
 *
 * @throws malformed when two accounts fit, as where the number is one's id and another's username
 */
export async function withExplicitIds(ctx: Context, actor: Actor, filters: Filters): Promise<Filters> {
  const explicit = { ...filters }
  for (const name of people) {
    const text = filters[name]
    // Customers have no such filters; they learn nothing about who has an account.
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
