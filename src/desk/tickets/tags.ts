import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { tagsChanged } from './activity.ts'
import { replaceTags, tagsOf } from './queries.ts'
import { changeAsStaff } from './staff-change.ts'

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
