import type { Filters, ListQuery } from './schemas.ts'

/** The names of a list's filters, in the order in which they appear in addresses. */
const names = [
  'q',
  'status',
  'assistant',
  'customer',
  'waiting_on',
  'escalated',
  'unread',
  'priority',
  'tag',
  'from',
  'to',
  'sort',
] as const satisfies (keyof Filters)[]

/** The filters as query parameters. */
export const textsOfFilters = (filters: Filters): Partial<Record<(typeof names)[number], string>> =>
  Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, String(filters[name])]] : [])))

/** The query string of a list's address: the same for equal lists. */
export const queryOf = ({ queue, ...filters }: Omit<ListQuery, 'limit' | 'cursor'>): string =>
  new URLSearchParams(queue ? { queue } : textsOfFilters(filters)).toString()

export const listAddress = (query: string, cursor?: string | null) => {
  const whole = [query, cursor ? `cursor=${cursor}` : ''].filter(Boolean).join('&')
  return whole ? `/tickets?${whole}` : '/tickets'
}

/** Whether there is any filter besides the queue. */
export const isFiltered = (query: Filters) => names.some((name) => query[name] !== undefined && query[name] !== '')
