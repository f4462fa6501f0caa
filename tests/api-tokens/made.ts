import { makeToken } from '#people/api-tokens/tokens.ts'
import type { TokenScope } from '#platform/identity/actor.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

export const everyScope: TokenScope[] = ['read', 'tickets', 'door', 'admin']

/** A token of this person, as a program has it. */
export async function tokenOf(world: World, { actor }: Member, scopes: TokenScope[] = ['read']): Promise<string> {
  return (await makeToken(world.ctx, actor, { name: 'Printer', scopes, expires_in_days: 30 })).token
}
