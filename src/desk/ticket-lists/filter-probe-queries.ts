import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { BoundedMap } from '#lib/bounded-map.ts'
import { minute } from '#lib/durations.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Actor } from '#platform/identity/actor.ts'
import {
  type Condition,
  choicesIn,
  chosenIn,
  indexedIn,
  isIn,
  type Segment,
  segmentsOf,
  tagged,
} from './filter-condition-queries.ts'
import { bind, type FilterShape, parameterize, type Values } from './filter-shape.ts'
import { type Filter, orderOf } from './filters.ts'
import type { Page } from './queue-lists.ts'

/** This few can be sorted as fast as a page is filled by scanning a large desk in order. */
const few = { open: 1000, closed: 4000 }

/** This few can be sorted as fast on a desk of any size. */
const veryFew = 1000

/** Scanning 100,000 ids takes 15 ms; the event loop must not be blocked for more than 50. */
const mostWalked = 250_000

/**
 * Skipping a thousand tickets takes a millisecond. With a cold cache it takes 3 to 12 if they are stored together
 * (closed ones of 100,000), and 40 to 65 if they are scattered (open ones), so fewer of these are examined.
 */
const near = { open: 700, closed: 1000 }

/** Whether one index finds all tickets of a list in its order; otherwise a scan may have to skip others. */
export function isFoundByIndex(filter: FilterShape): boolean {
  if (filter.waiting_on !== undefined || filter.unread || filter.tag !== undefined) return false
  const [choice, ...others] = choicesIn(filter)
  return others.length === 0 && (choice === undefined || choice.orders.includes(orderOf(filter).by.join()))
}

/** How many of the first tickets in the list's order match; counted without regard to who may see them. */
function countNear(filter: FilterShape, part: Segment): RawBuilder<unknown> {
  const { by, direction, greatestFirst } = orderOf(filter)
  const order = by.map((column, n) =>
    n === 0 && greatestFirst ? sql`${sql.ref(column)} desc` : sql`${sql.ref(column)} ${sql.raw(direction)}`,
  )
  const conditions = [
    ...choicesIn(filter).map(({ column, on }) => on(sql.ref(`tickets.${column}`))),
    ...(filter.tag === undefined ? [] : [tagged(filter.tag, true)]),
    ...(filter.waiting_on === undefined ? [] : [sql`tickets.waiting_on = ${filter.waiting_on}`]),
  ]
  return sql`(select count(*) from (select * from tickets where ${isIn(part)}
    order by ${sql.join(order)} limit ${sql.lit(near[part])}) as tickets where ${sql.join(conditions, sql` and `)})`
}

/** Unread tickets differ from person to person. */
const canCountNear = (filter: FilterShape) => !filter.unread && !isFoundByIndex(filter)

/**
 * Determines for each part of the list whether it has more than `few` tickets, and for each condition with an index
 * whether more than `few` match; for a tag also whether scanning is better, and for a list that is scanned how many
 * matches are near its beginning.
 */
const probes = compiledOnce(
  (db, values: Values, { form }: { form: FilterShape }) => {
    const filter = bind(form, values)
    const moreThan = (most: number, from: RawBuilder<unknown>, conditions: Condition[]) =>
      sql`(select count(*) from (select 1 from ${from}
        where ${sql.join(conditions, sql` and `)} limit ${sql.lit(most + 1)}) as upto) > ${sql.lit(most)}`
    const small = sql`(select max(id) from tickets) <= ${sql.lit(mostWalked)}`
    const found = segmentsOf(filter).flatMap((part) => {
      const upToFew = (from: RawBuilder<unknown>, conditions: Condition[]) => moreThan(few[part], from, conditions)
      return [
        upToFew(sql`tickets`, [isIn(part)]),
        ...choicesIn(filter).map((choice) => upToFew(sql`tickets`, chosenIn(part, choice))),
        ...(filter.tag === undefined ? [] : [upToFew(sql`ticket_tags`, [sql`tag = ${filter.tag}`])]),
        filter.tag === undefined
          ? sql`false`
          : sql`(${moreThan(veryFew, sql`ticket_tags`, [sql`tag = ${filter.tag}`])} and ${small})`,
        canCountNear(filter) ? countNear(filter, part) : sql`0`,
      ]
    })
    const named = found.map((one, place) => sql`${one} as ${sql.ref(`found_${place}`)}`)
    return { compile: () => sql<Record<string, boolean | number | string>>`select ${sql.join(named)}`.compile(db) }
  },
  { prepared: false },
)

/** What is known about a part of a list before it is read. */
export interface FoundInSegment {
  isLarge: boolean
  /** For each condition with an index. */
  isMany: boolean[]
  /** Whether scanning all tickets for the tag is fast. */
  isShort: boolean
  /** How many of the first tickets match; 0 if not counted. */
  countNear: number
}

/** Whether reading a page may skip very many tickets, whatever index is used. */
export async function mayWalkFar(
  ctx: Context,
  { is_staff }: Pick<Actor, 'is_staff'>,
  filter: Filter,
  { count, after }: Page,
): Promise<boolean> {
  if (isFoundByIndex(filter)) return false
  const { form, values } = parameterize(filter)
  const found = await findsMany(ctx, form, values)
  const isNear = ({ countNear }: FoundInSegment) => is_staff && after === undefined && countNear >= count
  return found.some((part) => part.isLarge && part.isMany.every(Boolean) && !isNear(part))
}

const rememberFor = minute
const remembered = new WeakMap<object, Map<string, { found: FoundInSegment[]; until: number }>>()

/** Cached for a minute: it only affects the plan, not the result. */
export async function findsMany(ctx: Context, form: FilterShape, values: Values): Promise<FoundInSegment[]> {
  const memory = remembered.get(ctx.config) ?? new BoundedMap(500)
  remembered.set(ctx.config, memory)
  const key = JSON.stringify([form, values])
  const known = memory.get(key)
  const now = ctx.clock.now()
  if (known && known.until > now && known.until <= now + rememberFor) return known.found
  const [row = {}] = await probes(ctx.db, values, { form })
  const all = Object.values(row)
  const perSegment = 3 + indexedIn(form)
  const found = segmentsOf(form).map((_, n) => {
    const [isLarge = true, ...others] = all.slice(n * perSegment, (n + 1) * perSegment)
    const [isShort, countNear] = others.splice(-2)
    const isMany = others.map(Boolean)
    return { isLarge: Boolean(isLarge), isMany, isShort: Boolean(isShort), countNear: Number(countNear) }
  })
  memory.set(key, { found, until: now + rememberFor })
  return found
}
