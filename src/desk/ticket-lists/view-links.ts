import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { listAddress, queryOf } from './address.ts'
import { savedViewsOf } from './saved-views.ts'
import { listQuery } from './schemas.ts'

/** The saved lists as links beside the queues; the one that the page at `query` shows is the current one. */
export async function viewLinks(ctx: Context, actor: Actor, query: unknown) {
  const views = await savedViewsOf(ctx, actor)
  const shown = listQuery.safeParse(query)
  const current = shown.success ? queryOf(shown.data) : null
  return views.map(({ id, name, address }, place) => ({
    key: `view-${id ?? `built-in-${place}`}`,
    label: name,
    icon: 'bookmark',
    href: listAddress(address),
    count: '',
    current: address === current,
    view_id: id,
  }))
}
