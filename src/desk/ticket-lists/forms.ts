import type { Filter } from './filters.ts'

/** A filter without what is searched for. */
export type Form = Omit<Filter, 'terms'>

const valued = ['assistant', 'customer_id', 'customer_name', 'waiting_on', 'priority', 'tag', 'from', 'until'] as const
export type Values = Partial<Record<(typeof valued)[number], number | string>>

/** What a filter compares with, by name; of two filters that differ in nothing else, the form is the same. */
export function takeApart({ terms: _, ...filter }: Filter): { form: Form; values: Values } {
  const given = valued.flatMap((name) => {
    const value = filter[name]
    return value === undefined || value === null ? [] : [[name, value] as const]
  })
  const values = Object.fromEntries(given)
  const blanks = Object.fromEntries(given.map(([name]) => [name, true]))
  return { form: { ...filter, ...blanks } as Form, values }
}

/** A form with values in it, which can also be what stands for values while a statement is made. */
export const putTogether = (form: Form, values: Values): Form =>
  ({ ...form, ...Object.fromEntries(valued.flatMap((name) => (name in values ? [[name, values[name]]] : []))) }) as Form
