import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { tagsChanged } from './activity.ts'
import { changeAsStaff } from './staff-change.ts'
import { listTagsFrom, replaceTags, tagsOf } from './tag-queries.ts'

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

const mostSuggested = 8
/** Engines order letters of other scripts and signs differently: what begins so may not stand side by side. */
const mostLookedAt = 100

/** Tags in use that begin with what was typed. */
export async function suggestTags(ctx: Context, typed: string): Promise<string[]> {
  const beginning = typed.trim().toLowerCase()
  const tags = await listTagsFrom(ctx, beginning, mostLookedAt)
  return tags.filter((tag) => tag.startsWith(beginning)).slice(0, mostSuggested)
}
