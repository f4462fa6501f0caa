import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { isoTime } from '../when.ts'
import { allEntriesOf } from './personal-queries.ts'

/** What the log says of a person, for that person: not who else it was, nor from where. */
export async function entriesOf(ctx: Context, actor: Actor) {
  const entries = await allEntriesOf(ctx, actor.id)
  return entries.map(({ at, actor_id, action, entity, entity_id, address }) => {
    const by_oneself = actor_id === actor.id
    return { at: isoTime(at), action, entity, entity_id, by_oneself, address: by_oneself ? address : null }
  })
}
