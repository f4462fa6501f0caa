import type { Context } from '#context'
import { invalidField } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { tagsChanged } from './activity.ts'
import { mostTags, spelledTag, tooManyTags } from './schemas.ts'
import { changeAsStaff } from './staff-change.ts'
import { listTagsFrom, replaceTags, tagsOf } from './tag-queries.ts'
import { getTicketForUpdate } from './tickets.ts'

export const setTags = (ctx: Context, actor: Actor, id: number, tags: string[]): Promise<void> =>
  changeAsStaff(
    ctx,
    actor,
    id,
    tagsChanged,
    { tags },
    {
      read: async (ctx) => ({ tags: await tagsOf(ctx, id) }),
      write: (ctx) => replaceTags(ctx, id, tags),
    },
  )

/** Applies the additions and removals that somebody has made to the tags that they saw. */
export async function changeTags(ctx: Context, actor: Actor, id: number, tags: string[], shown: string[]) {
  await withTransaction(ctx, async (ctx) => {
    await getTicketForUpdate(ctx, actor, id)
    const added = tags.filter((tag) => !shown.includes(tag))
    const stored = (await tagsOf(ctx, id)).map(spelledTag)
    const left = stored.filter((tag) => tags.includes(tag) || !shown.includes(tag))
    const all = [...new Set([...left, ...added])].sort()
    if (all.length > mostTags) throw invalidField('tags', tooManyTags)
    await setTags(ctx, actor, id, all)
  })
}

const mostSuggested = 8
/** Engines sort letters of other scripts and punctuation differently: tags with this prefix may not be adjacent. */
const mostLookedAt = 100

/** Tags in use that begin with a text. */
export async function suggestTags(ctx: Context, typed: string): Promise<string[]> {
  const beginning = typed.trim().toLowerCase()
  const tags = await listTagsFrom(ctx, beginning, mostLookedAt)
  return tags.filter((tag) => tag.startsWith(beginning)).slice(0, mostSuggested)
}
