import type { Context } from '#context'
import { rowModel } from '#desk/tickets/models.ts'
import { counted } from '#lib/counted.ts'
import { view } from '#platform/http/answer.ts'
import { usualLimit } from '#platform/http/pagination.ts'
import type { Form } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { isFiltered, listAddress, queryOf, textsOfFilters } from './address.ts'
import { controlsOf } from './controls.ts'
import { withExplicitIds } from './explicit-ids.ts'
import { filterOf } from './filters.ts'
import { type Found, findTickets } from './listing.ts'
import { ageIn, listQueue } from './queue-lists.ts'
import { type QueueKey, queuesFor } from './queues.ts'
import type { Filters, ListQuery } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'tickets/index': {
      list: ShownList & { first: string | null }
      controls: Awaited<ReturnType<typeof controlsOf>>
      filtered: boolean
      address: string
      view_form: Form
      renamed_id: number | null
    }
  }
}

type ShownList = Awaited<ReturnType<typeof queueList>> | ReturnType<typeof filteredList>

/** The form that names a saved view; includes the view being renamed, if any. */
export interface ViewForm {
  form: Form
  view_id: number | null
}

const noViewForm = (): ViewForm => ({ form: emptyForm({ name: '' }), view_id: null })

/** The filters equal to a queue, with which narrowing it down begins. */
const sameAs: Record<QueueKey, Filters> = {
  open: {},
  mine: { assistant: 'me' },
  unclaimed: { assistant: 'nobody' },
  inactive: { sort: 'waiting' },
  closed: { status: 'closed' },
  mine_closed: { status: 'closed', assistant: 'me' },
  unclaimed_closed: { status: 'closed', assistant: 'nobody' },
}

/** The list of tickets: a queue, or any filters. */
export async function showList(ctx: Context, actor: Actor, query: ListQuery, viewForm: ViewForm = noViewForm()) {
  const { limit, cursor, queue, ...typed } = query
  const filtered = isFiltered(query)
  const filters = await withExplicitIds(ctx, actor, typed)
  const found = filtered ? await findTickets(ctx, actor, filters, limit, cursor) : null
  const shown = found ? filteredList(ctx, actor, found, filters, cursor) : await queueList(ctx, actor, query)
  const preset = filtered ? filters : sameAs[queue ?? 'open']
  const controls = await controlsOf(ctx, actor, filters, found?.filter ?? filterOf(ctx, actor, preset), preset)
  const address = filtered ? queryOf(filters) : `queue=${queue ?? 'open'}`
  const paged = limit === usualLimit ? address : `${address}&limit=${limit}`
  const list = {
    ...shown,
    next: shown.next && listAddress(paged, shown.next),
    first: cursor ? listAddress(paged) : null,
  }
  const model = { list, controls, filtered, address, view_form: viewForm.form, renamed_id: viewForm.view_id }
  return view('tickets/index', filtered || actor.is_staff ? shown.title : `${shown.title} tickets`, model, {
    live: '/live',
    current: listAddress(address),
  })
}

async function queueList(ctx: Context, actor: Actor, { queue = 'open', limit, cursor }: ListQuery) {
  const { rows, next } = await listQueue(ctx, actor, queue, limit, cursor)
  const text = queuesFor(actor.is_staff)[queue] ?? { label: 'Tickets', empty: '' }
  return {
    key: queue,
    title: text.label,
    empty: text.empty,
    rows: rows.map((ticket) => rowModel(ctx, actor, ticket, ageIn(ticket, queue))),
    next,
    note: '',
  }
}

function filteredList(ctx: Context, actor: Actor, found: Found, filters: Filters, cursor: ListQuery['cursor']) {
  return {
    key: 'found',
    title: filters.q ? 'Search' : 'Tickets',
    empty: emptyText(found, Object.keys(textsOfFilters(filters)).length > 1),
    rows: found.rows.map((ticket) =>
      Object.assign(rowModel(ctx, actor, ticket, ageIn(ticket, found.filter.sort)), { excerpt: ticket.excerpt }),
    ),
    next: found.next,
    note: noteText(found, cursor !== undefined),
  }
}

function emptyText({ filter }: Found, narrowed: boolean): string {
  if (filter.terms?.length === 0) return 'Type a word or a number to search for.'
  const { from, until } = filter
  if (from !== undefined && until !== undefined && from > until) return 'The first day is later than the last.'
  if (!filter.terms) return 'No ticket matches these filters.'
  return narrowed ? 'No ticket with all of these words matches the filters.' : 'No ticket has all of these words.'
}

function noteText({ filter, rows, next, capped }: Found, paged: boolean): string {
  if (rows.length === 0) return ''
  if (capped)
    return 'Too many tickets match to list them all: these are the best of the newest. Add a word to narrow them down.'
  if (next || paged) return filter.sort === 'best' ? 'Best matches first.' : ''
  return `${counted(rows.length, 'ticket')}.`
}
