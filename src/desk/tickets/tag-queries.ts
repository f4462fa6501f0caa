import { sql } from 'kysely'
import type { Context } from '#context'

/** The tags from a text on in sort order, including itself; each costs one index lookup, however many tickets there are. */
export async function listTagsFrom(ctx: Context, text: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    with recursive tags (tag) as (
      select min(tag) from ticket_tags where tag >= ${text}
      union all
      select (select min(tag) from ticket_tags where tag > tags.tag) from tags where tag is not null
    )
    select tag from tags where tag is not null limit ${most}`.execute(ctx.db)
  return rows.map(({ tag }) => tag)
}

export async function tagsOf(ctx: Context, ticketId: number): Promise<string[]> {
  const rows = await ctx.db.selectFrom('ticket_tags').select('tag').where('ticket_id', '=', ticketId).execute()
  return rows.map(({ tag }) => tag).sort()
}

export async function replaceTags(ctx: Context, ticket_id: number, tags: string[]): Promise<void> {
  await ctx.db.deleteFrom('ticket_tags').where('ticket_id', '=', ticket_id).execute()
  const rows = tags.map((tag) => ({ ticket_id, tag }))
  if (rows.length > 0) await ctx.db.insertInto('ticket_tags').values(rows).execute()
}
