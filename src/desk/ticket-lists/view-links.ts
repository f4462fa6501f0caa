import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { listAddress } from './address.ts'
import { type SavedView, usefulViews } from './saved-views.ts'

/** The saved views as links beside the queues. */
export function viewLinks(ctx: Context, actor: Actor, own: SavedView[]) {
  return usefulViews(ctx, actor, own).map(({ id, name, address }, place) => ({
    key: `view-${id ?? `built-in-${place}`}`,
    label: name,
    icon: 'bookmark',
    href: listAddress(address),
    count: '',
    view_id: id,
  }))
}
