import type { Filters, ListQuery } from './schemas.ts'

/** The names of what a list can be asked for, in the order in which addresses have them. */
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

/** What was asked for, as the texts of an address. */
export const textsOfFilters = (filters: Filters): Partial<Record<(typeof names)[number], string>> =>
  Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, String(filters[name])]] : [])))

/** The query of a list's address, always in the same words for the same list. */
export const queryOf = ({ queue, ...filters }: Omit<ListQuery, 'limit' | 'cursor'>): string =>
  new URLSearchParams(queue ? { queue } : textsOfFilters(filters)).toString()

export const listAddress = (query: string, cursor?: string | null) => {
  const whole = [query, cursor ? `cursor=${cursor}` : ''].filter(Boolean).join('&')
  return whole ? `/tickets?${whole}` : '/tickets'
}

/** Whether anything is asked for beside a queue. */
export const isFiltered = (query: Filters) => names.some((name) => query[name] !== undefined && query[name] !== '')
