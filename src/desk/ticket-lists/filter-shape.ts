import type { Filter } from './filters.ts'

/** A filter without the search. */
export type FilterShape = Omit<Filter, 'terms' | 'typed'>

const valued = ['assistant', 'customer_id', 'customer_name', 'waiting_on', 'priority', 'tag', 'from', 'until'] as const
export type Values = Partial<Record<(typeof valued)[number], number | string>>

/** Separates the values of a filter from its form: filters that differ only in values have the same form. */
export function parameterize({ terms: _, typed: __, ...filter }: Filter): { form: FilterShape; values: Values } {
  const given = valued.flatMap((name) => {
    const value = filter[name]
    return value === undefined || value === null ? [] : [[name, value] as const]
  })
  const values = Object.fromEntries(given)
  const blanks = Object.fromEntries(given.map(([name]) => [name, true]))
  return { form: { ...filter, ...blanks } as FilterShape, values }
}

/** A form filled with values, or with placeholders while a statement is compiled. */
export const bind = (form: FilterShape, values: Values): FilterShape =>
  ({
    ...form,
    ...Object.fromEntries(valued.flatMap((name) => (name in values ? [[name, values[name]]] : []))),
  }) as FilterShape
