import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { listAddress, queryOf } from './address.ts'
import { type SavedView, usefulViews } from './saved-views.ts'
import { listQuery } from './schemas.ts'

/**
 * The saved lists as links beside the queues.
 *
 * @param query of a page of tickets, whose list is the current one; null on other pages
 */
export function viewLinks(ctx: Context, actor: Actor, own: SavedView[], query: unknown) {
  const shown = query === null ? null : listQuery.safeParse(query)
  const current = shown?.success ? queryOf(shown.data) : null
  return usefulViews(ctx, actor, own).map(({ id, name, address }, place) => ({
    key: `view-${id ?? `built-in-${place}`}`,
    label: name,
    icon: 'bookmark',
    href: listAddress(address),
    count: '',
    current: address === current,
    view_id: id,
  }))
}
