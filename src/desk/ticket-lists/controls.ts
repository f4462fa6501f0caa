import type { Context } from '#context'
import { priorities } from '#desk/tickets/priorities.ts'
import { capital } from '#lib/capital.ts'
import { formatTime } from '#lib/format-time.ts'
import { findAccount } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { idIn } from '#platform/identity/references.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { listAddress, queryOf, textsOfFilters } from './address.ts'
import { type Filter, filterOf } from './filters.ts'
import { listStaff } from './queue-lists.ts'
import type { Filters } from './schemas.ts'

interface Choice {
  value: string
  label: string
}

const any = { value: '', label: 'Any' }

const statusChoices: Choice[] = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'any', label: 'Any' },
]

const waitingChoices = (isStaff: boolean): Choice[] => [
  any,
  { value: 'staff', label: isStaff ? 'For staff' : 'For us' },
  { value: 'customer', label: isStaff ? 'For the customer' : 'For you' },
]

function sortChoices(isStaff: boolean, searching: boolean): Choice[] {
  const choices = [
    { value: 'oldest', label: 'Oldest first' },
    { value: 'newest', label: 'Newest first' },
    { value: 'updated', label: 'Last activity' },
    { value: 'waiting', label: 'Waiting longest (open)' },
    { value: 'closed', label: 'Last closed' },
  ]
  if (isStaff) choices.push({ value: 'priority', label: 'Most urgent (open)' })
  return searching ? [{ value: 'best', label: 'Best match' }, ...choices] : choices
}

/** Includes the selected assistant even if they have left the desk: otherwise submitting the form would lose the filter. */
async function assistantChoices(ctx: Context, actor: Actor, selected: string | undefined): Promise<Choice[]> {
  const colleagues = (await listStaff(ctx)).filter(({ id }) => id !== actor.id)
  const choices = [
    any,
    { value: 'me', label: 'Me' },
    { value: 'nobody', label: 'Nobody' },
    ...colleagues.map(({ id, display_name }) => ({ value: `id:${id}`, label: display_name })),
  ]
  if (!selected || choices.some(({ value }) => value === selected)) return choices
  return [...choices, await personChoice(ctx, selected)]
}

async function personChoice(ctx: Context, value: string): Promise<Choice> {
  const account = await findAccount(ctx, idIn(value) ?? 0)
  return { value, label: account?.display_name ?? value }
}

/** The data of the forms above a list: what is selected or preset, and the other options. */
export async function controlsOf(ctx: Context, actor: Actor, filters: Filters, filter: Filter, preset: Filters) {
  const texts = textsOfFilters(filters)
  const choices = {
    status: statusChoices,
    waiting_on: waitingChoices(actor.is_staff),
    assistant: actor.is_staff ? await assistantChoices(ctx, actor, texts.assistant) : [],
    customer: texts.customer && idIn(texts.customer) ? [await personChoice(ctx, texts.customer)] : [],
    priority: [any, ...priorities.map((value) => ({ value, label: capital(value) }))],
    sort: sortChoices(actor.is_staff, filter.terms !== null),
  }
  const { q, ...chosen } = texts
  return {
    form: emptyForm({ ...textsOfFilters(preset), status: filter.status, sort: filter.sort }),
    choices,
    q: q ?? '',
    /** The filters that the search form preserves. */
    hidden: Object.entries(chosen).map(([name, value]) => ({ name, value })),
    /** Without those that have no effect, such as the list's default order. */
    in_use: Object.entries(chosen)
      .filter(([name]) => !isSame(filterOf(ctx, actor, { ...filters, [name]: undefined }), filter))
      .map(([name, value]) => ({
        label: chipText(ctx, name, value, choices),
        href: listAddress(queryOf({ ...filters, [name]: undefined })),
      })),
  }
}

/** For filters with the same search words, so the terms are equal too. */
const isSame = (one: Filter, other: Filter) =>
  (Object.keys(one) as (keyof Filter)[]).every((name) => name === 'terms' || one[name] === other[name])

const chipNames: Record<string, string> = {
  status: 'Status',
  assistant: 'Assistant',
  customer: 'Customer',
  waiting_on: 'Waiting',
  escalated: 'Escalated',
  unread: 'Unread',
  priority: 'Priority',
  tag: 'Tag',
  from: 'Opened from',
  to: 'Opened until',
  sort: 'Sorted',
}

function chipText({ clock }: Context, name: string, value: string, choices: Record<string, Choice[]>): string {
  if (name === 'from' || name === 'to')
    return `${chipNames[name]} ${formatTime({ config: { timeZone: 'UTC' }, clock }, Date.parse(value)).day}`
  if (value === 'yes') return chipNames[name] ?? name
  const label = choices[name]?.find((choice) => choice.value === value)?.label ?? value
  return `${chipNames[name]}: ${ourWords.has(name) || /^(me|nobody)$/.test(value) ? label.toLowerCase() : label}`
}

/** Names and tags are not translated to words. */
const ourWords = new Set(['status', 'waiting_on', 'priority', 'sort'])
