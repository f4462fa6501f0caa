import { z } from 'zod'
import { priority } from '#desk/tickets/schemas.ts'
import { idText, line, typed } from '#platform/http/fields.ts'
import { cursorField, limitField } from '#platform/http/pagination.ts'
import { queueKeys } from './queues.ts'

/** `#5` becomes `id:5`. */
const explicit = (text: string) => text.toLowerCase().replace(/^#/, 'id:')

const accountId = z
  .string()
  .regex(/^(?:id:|#)?[1-9]\d{0,9}$/i)
  .transform(explicit)

const anybody = typed
  .transform((text) => text.trim())
  .refine(
    (text) => /^(?:(?:id:|#)[1-9]\d{0,9}|[A-Za-z0-9-]{1,32}|[^\s@]+@[^\s@]+)$/i.test(text) && text.length <= 254,
    'A customer is a username, an email address, or an id such as id:5.',
  )
  .transform(explicit)

const yes = z.literal('yes', 'This is "yes" or left out.')

const day = z.iso
  .date('A date is written as 2026-11-21.')
  .meta({ description: 'When it was opened: a day of the calendar, in the desk’s time zone.' })

export const statuses = ['open', 'closed', 'any'] as const
export const sorts = ['best', 'newest', 'oldest', 'updated', 'closed', 'waiting', 'priority'] as const
export type Sort = (typeof sorts)[number]

const searchText = typed.refine((text) => text.length <= 500, 'A search can have at most 500 characters.')

const filters = {
  /** A space at the end means that the last word is complete. */
  q: searchText
    .transform((text) => text.trimStart().replace(/\s+$/, ' '))
    .optional()
    .meta({
      description:
        'Words of titles and messages in any spelling, in quotes side by side, or a ticket’s number; for staff also a customer’s name or address.',
    }),
  status: z
    .enum(statuses, 'A status is open, closed or any.')
    .optional()
    .meta({ description: 'By default `any` with `q`, else `open`.' }),
  assistant: z
    .union([z.enum(['me', 'nobody']), accountId], 'An assistant is "me", "nobody" or an id such as id:5.')
    .optional()
    .meta({ description: 'Who has claimed it: `me`, `nobody`, or an id such as `id:5`. For staff.' }),
  customer: anybody.optional().meta({
    description: 'Who opened the ticket, or takes part in it: a username, an email address, or `id:5`. For staff.',
  }),
  waiting_on: z
    .enum(['staff', 'customer'], 'A ticket waits on staff or customer.')
    .optional()
    .meta({ description: 'Only open tickets, whatever `status` says.' }),
  escalated: yes.optional().meta({ description: 'Only open tickets, whatever `status` says. For staff.' }),
  unread: yes.optional().meta({ description: 'Only tickets with something unread for you.' }),
  priority: priority.optional().meta({ description: 'For staff.' }),
  tag: typed
    .transform((text) => text.trim().toLowerCase())
    .refine((text) => [...text].length <= 30, 'There is no such tag.')
    .optional()
    .meta({ description: 'For staff.' }),
  from: day.optional(),
  to: day.optional(),
  sort: z
    .enum(sorts, `Sort by one of ${sorts.join(', ')}.`)
    .optional()
    .meta({
      description:
        'By default `best` with `q`; `oldest` for open tickets; for others `newest` with `from` or `to`, else `closed` or `updated`. `waiting` and `priority` list only open tickets, `closed` only closed ones, whatever `status` says. For staff, escalated tickets come first in `waiting`, `priority` and `oldest` of open ones. The order of `status=any&sort=oldest` never changes.',
    }),
}

/** Filters by internal data, which customers cannot use. */
export const staffFilters = ['assistant', 'customer', 'escalated', 'priority', 'tag'] as const

/** Other names of the assistant's filter, which older programs send. */
const aliases = {
  assigned_to: filters.assistant.meta({ description: 'The same as `assistant`.' }),
  unassigned: z.enum(['true', 'false'], 'This is "true" or "false".').optional().meta({
    description: 'If true, the same as `assistant=nobody`.',
  }),
}

const mayBeEmpty = new Set(Object.keys({ ...filters, ...aliases }))

const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === ''

/** An empty field of a form sets no filter. */
const withoutEmpty = (query: unknown) =>
  query !== null && typeof query === 'object'
    ? Object.fromEntries(Object.entries(query).filter(([name, value]) => !isBlank(value) || !mayBeEmpty.has(name)))
    : query

/** A list of tickets as in its address: a queue, or any filters. */
const listFields = z
  .strictObject({
    queue: z
      .enum(queueKeys, 'There is no such queue.')
      .optional()
      .meta({ description: 'It has its own filters and order, and can only be combined with `limit` and `cursor`.' }),
    ...filters,
    ...aliases,
    limit: limitField,
    cursor: cursorField,
  })
  .transform(({ assigned_to, unassigned, ...query }, check) => {
    const named = [query.assistant, assigned_to, unassigned === 'true' ? 'nobody' : undefined]
    const [assistant, ...others] = new Set(named.filter((one) => one !== undefined))
    if (others.length > 0)
      check.addIssue({ code: 'custom', path: ['assistant'], message: 'Ask for one assistant, or for nobody.' })
    return assistant === undefined ? query : { ...query, assistant }
  })
  .refine(
    ({ queue, limit: _, cursor: __, ...rest }) => !queue || Object.values(rest).every((one) => one === undefined),
    {
      path: ['queue'],
      message: 'A queue has its own filters and order; leave it out to choose others.',
    },
  )

export const listQuery = z.preprocess(withoutEmpty, listFields)

export type ListQuery = z.output<typeof listQuery>
export type Filters = Omit<ListQuery, 'limit' | 'cursor' | 'queue'>

const viewName = line('A name', 1, 40)
/** The query of a list’s address, without the question mark. */
const viewAddress = typed
  .refine((text) => text.length <= 1000, 'This address is too long.')
  .meta({ description: 'The query of `GET /tickets`, such as `status=open&unread=yes`.' })

export const newView = z.strictObject({ name: viewName, address: viewAddress })
export const viewRenaming = z.strictObject({ name: viewName })

/** The list's next or first ticket: `from` is the query of the list's address. */
export const nextQuery = z.object({
  from: typed.refine((text) => text.length <= 1000, 'This is too long.').default(''),
  after: idText().optional(),
  step: z.enum(['next', 'previous']).default('next'),
})
