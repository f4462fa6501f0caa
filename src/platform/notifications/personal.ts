import type { Context } from '#context'
import { isoTime } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allNewsFor } from './personal-queries.ts'

/** What a person was told about, for that person's own records: not what others said or did. */
export async function* newsFor(ctx: Context, actor: Actor) {
  for await (const news of allNewsFor(ctx, actor))
    yield news.map(({ kind, ticket_id, message_id, created_at, read_at }) => ({
      kind,
      ticket_id,
      message_id,
      created_at: isoTime(created_at),
      read_at: read_at === null ? null : isoTime(read_at),
    }))
}
