import type { Context } from '#context'
import { invalidField, notFound } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import { decodeForm } from '#platform/http/form-encoding.ts'
import { parse } from '#platform/http/parse.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { queryOf } from './address.ts'
import { withIdsAlone } from './explicit-ids.ts'
import { filterOf } from './filters.ts'
import { deleteView, insertView, listViewsOf, lockOwner, mostViews, updateViewName } from './saved-view-queries.ts'
import { type Filters, listQuery } from './schemas.ts'

export interface SavedView {
  /** Null for built-in views. */
  id: number | null
  name: string
  address: string
}

const builtIn: SavedView[] = [
  { id: null, name: 'My open', address: 'status=open&assistant=me' },
  { id: null, name: 'Waiting longest', address: 'status=open&waiting_on=staff&sort=waiting' },
]

/** All views that somebody has saved, including those that they may no longer use. */
export const ownViewsOf = (ctx: Context, actor: Actor) => listViewsOf(ctx, actor.id, mostViews)

/** The views that somebody can open. */
export const savedViewsOf = async (ctx: Context, actor: Actor): Promise<SavedView[]> =>
  usefulViews(ctx, actor, await ownViewsOf(ctx, actor))

/** Staff have some from the start. */
export function usefulViews(ctx: Context, actor: Actor, own: SavedView[]): SavedView[] {
  // Somebody who has left the desk may have saved views with internal filters.
  return actor.is_staff ? [...builtIn, ...own] : own.filter(({ address }) => isListOf(ctx, actor, address))
}

/** Saves a list under a name, without the page number. */
export async function saveView(
  ctx: Context,
  actor: Actor,
  view: { name: string; address: string },
): Promise<SavedView> {
  const address = queryOf(await withIdsAlone(ctx, actor, checkedAddress(ctx, actor, view.address)))
  return withTransaction(ctx, async (ctx) => {
    const name = unused(actor, view.name)
    await lockOwner(ctx, actor.id)
    const own = await ownViewsOf(ctx, actor)
    if (own.length >= mostViews) throw invalidField('name', `You have ${mostViews} views already; remove one first.`)
    const id = await insertView(ctx, actor.id, { name, address })
    if (id === undefined) throw taken()
    return { id, name, address }
  })
}

/** @throws not-found for somebody else's view */
export async function renameView(ctx: Context, actor: Actor, id: number, name: string): Promise<SavedView> {
  const renamed = await updateViewName(ctx, actor.id, id, unused(actor, name))
  if (renamed === null) throw taken()
  if (!renamed) throw notFound('view')
  return renamed
}

/** @throws not-found for somebody else's view */
export async function removeView(ctx: Context, actor: Actor, id: number): Promise<void> {
  if (!(await deleteView(ctx, actor.id, id))) throw notFound('view')
}

const taken = () => invalidField('name', 'You already have a view with this name; choose another.')

function unused(actor: Actor, name: string): string {
  if (actor.is_staff && builtIn.some((view) => view.name === name)) throw taken()
  return name
}

function isListOf(ctx: Context, actor: Actor, address: string): boolean {
  try {
    checkedAddress(ctx, actor, address)
    return true
  } catch {
    return false
  }
}

/** The filters of an address. @throws invalid if it is no list, or one that this person may not see */
function checkedAddress(ctx: Context, actor: Actor, text: string): Filters {
  const { limit: _, cursor: __, queue, ...filters } = parse(listQuery, namedIn(text), broken)
  if (queue) throw invalidField('address', 'A queue is always there; save a list with filters.')
  filterOf(ctx, actor, filters)
  if (!queryOf(filters)) throw invalidField('address', 'Choose some filters first.')
  return filters
}

const broken = () => invalidField('address', 'This is not the address of a list of tickets.')

/** What an address names, without the place in the list. */
function namedIn(address: string) {
  try {
    const { limit: _, cursor: __, ...fields } = decodeForm(address.replace(/^\?/, ''))
    return fields
  } catch {
    throw broken()
  }
}
