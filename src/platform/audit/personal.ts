import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { entriesOfAccount } from './personal-queries.ts'

/** The log's entries about a person, for that person: without the names and addresses of others. */
async function* entriesOf(ctx: Context, actor: Actor) {
  for await (const entries of entriesOfAccount(ctx, actor.id))
    yield entries.map(({ at, actor_id, action, entity, entity_id, address }) => {
      const by_self = actor_id === actor.id
      return { at: isoTime(at), action, entity, entity_id, by_self, address: by_self ? address : null }
    })
}

export const personalEntries: PersonalData = {
  members: {
    audit_entries: z.array(
      z.object({
        at: z.iso.datetime(),
        action: z.string(),
        entity: z.string(),
        entity_id: z.int().nullable(),
        by_self: z.boolean(),
        address: z.string().nullable().meta({ description: 'Null for what others did.' }),
      }),
    ),
  },
  read: async (ctx, actor) => ({ audit_entries: entriesOf(ctx, actor) }),
}
