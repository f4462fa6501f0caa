import { rankOf } from '#desk/tickets/priorities.ts'
import { malformedField } from '#errors'
import { startOfDay } from '#lib/calendar.ts'
import type { Here } from '#lib/format-time.ts'
import { largestId } from '#lib/largest-id.ts'
import { type Term, termsIn } from '#lib/searched-words.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { idIn } from '#platform/identity/references.ts'
import type { Order } from './queue-lists.ts'
import { type Filters, type Sort, staffFilters } from './schemas.ts'
import { numberOrTyped } from './typed-number.ts'

/** A list's filter, with what it implies. */
export interface Filter {
  /** Null without a search; empty if the search has no words. */
  terms: Term[] | null
  /** The search as typed. */
  typed: string
  status: 'open' | 'closed' | 'any'
  assistant: number | null | undefined
  customer_id: number | undefined
  customer_name: string | undefined
  waiting_on: 'staff' | 'customer' | undefined
  escalated: boolean
  unread: boolean
  priority: number | undefined
  tag: string | undefined
  /** `from` is included, `until` is not. */
  from: number | undefined
  until: number | undefined
  sort: Sort
}

const ofOpenTickets = new Set<Sort>(['waiting', 'priority'])
const statusOfSort = (sort: Sort | undefined) =>
  sort === undefined ? undefined : ofOpenTickets.has(sort) ? 'open' : sort === 'closed' ? 'closed' : undefined
const defaultSorts = { open: 'oldest', closed: 'closed', any: 'updated' } as const

/** @throws malformed if a customer filters by internal data */
export function filterOf({ config: { timeZone } }: Pick<Here, 'config'>, actor: Actor, filters: Filters): Filter {
  const internal = actor.is_staff ? undefined : internalIn(filters)
  if (internal) throw malformedField(internal, 'There is no such filter for this account.')
  const terms = filters.q ? termsIn(numberOrTyped(filters.q)) : null
  // A closed ticket is no longer escalated, and waits for nobody.
  const implied = filters.escalated || filters.waiting_on ? 'open' : statusOfSort(filters.sort)
  const unsorted =
    !filters.sort || (filters.sort === 'best' && !terms) || (filters.sort === 'closed' && implied === 'open')
  const status = implied ?? filters.status ?? (terms ? 'any' : 'open')
  const byDate = filters.from !== undefined || filters.to !== undefined
  const usual = terms ? 'best' : byDate && status !== 'open' ? 'newest' : defaultSorts[status]
  return {
    terms,
    typed: filters.q ?? '',
    status,
    assistant: assistantOf(actor, filters.assistant),
    ...customerOf(filters.customer),
    waiting_on: filters.waiting_on,
    escalated: filters.escalated === 'yes',
    unread: filters.unread === 'yes',
    priority: filters.priority && rankOf(filters.priority),
    tag: filters.tag || undefined,
    from: filters.from === undefined ? undefined : startOfDay(timeZone, filters.from),
    until: filters.to === undefined ? undefined : startOfDay(timeZone, filters.to, 1) - 1,
    sort: unsorted ? usual : (filters.sort ?? usual),
  }
}

const internalIn = (filters: Filters) =>
  staffFilters.find((name) => filters[name] !== undefined) ?? (filters.sort === 'priority' ? 'sort' : undefined)

/** The id of no account, for numbers too large for the column. */
const noAccount = 0

function assistantOf(actor: Actor, text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined
  if (text === 'me') return actor.id
  if (text === 'nobody') return null
  const id = Number(text.replace('id:', ''))
  return id <= largestId ? id : noAccount
}

/** Here a number without `id:` is a username: `withExplicitIds` has already looked for an account with that id. */
function customerOf(text: string | undefined) {
  const id = text === undefined ? null : idIn(text)
  return { customer_id: id ?? undefined, customer_name: id === null ? text : undefined }
}

/** Escalated tickets come first in every list that begins with those that wait longest. */
export function orderOf({ sort, status }: Pick<Filter, 'sort' | 'status'>): Order {
  switch (sort) {
    case 'newest':
      return { by: ['opened_at'], direction: 'desc' }
    case 'updated':
    case 'best':
      return { by: ['last_message_at'], direction: 'desc' }
    case 'closed':
      return { by: ['closed_at'], direction: 'desc' }
    case 'waiting':
      return { by: ['queue_rank', 'waits_since'], direction: 'asc' }
    case 'priority':
      return { by: ['priority', 'queue_rank', 'opened_at'], direction: 'asc', greatestFirst: true }
    case 'oldest':
      return { by: status === 'open' ? ['queue_rank', 'opened_at'] : ['opened_at'], direction: 'asc' }
  }
}
