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

/** So few are sorted as quickly as a page is filled by walking along the order of a large desk. */
const few = { open: 1000, closed: 4000 }

/** So few are sorted as quickly as on any desk. */
const veryFew = 1000

/** A walk along all ids takes 15 ms for 100,000 tickets; the event loop is held no longer than 50. */
const mostWalked = 250_000

/**
 * To walk past a thousand takes a millisecond. Once, while nothing of the file is in memory, it takes 3 to 12 where they
 * lie together (closed tickets of 100,000), and 40 to 65 where they are scattered (open ones), of which fewer are looked at.
 */
const near = { open: 700, closed: 1000 }

/** Whether an index leads to every ticket of a list in its order; otherwise others may be walked past. */
export function isFoundByIndex(filter: FilterShape): boolean {
  if (filter.waiting_on !== undefined || filter.unread || filter.tag !== undefined) return false
  const [choice, ...others] = choicesIn(filter)
  return others.length === 0 && (choice === undefined || choice.orders.includes(orderOf(filter).by.join()))
}

/** How many of the tickets that come first in the list's order are in the list: counted for whoever may see all. */
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

/** Who has read what differs from one to the next. */
const canCountNear = (filter: FilterShape) => !filter.unread && !isFoundByIndex(filter)

/**
 * For each part of the list, whether it has more than a `few` tickets in all, and for each condition that an index could
 * answer, whether it finds more than a `few` of them; of a tag also whether its tickets are better walked along, and of
 * a list that others are walked past for how many of it are near.
 */
const probes = compiledOnce(
  (db, values: Values, { form }: { form: FilterShape }) => {
    const filter = bind(form, values)
    const moreThan = (most: number, from: RawBuilder<unknown>, conditions: Condition[]) =>
      sql`(select count(*) from (select 1 from ${from}
        where ${sql.join(conditions, sql` and `)} limit ${sql.lit(most + 1)}) as upto) > ${sql.lit(most)}`
    const small = sql`(select max(id) from tickets) <= ${sql.lit(mostWalked)}`
    const found = segmentsOf(filter).flatMap((part) => {
      const upToFew = (...asked: [RawBuilder<unknown>, Condition[]]) => moreThan(few[part], ...asked)
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

/** What is known of a part of a list before it is read. */
export interface FoundInSegment {
  isLarge: boolean
  /** For each condition that an index could answer. */
  isMany: boolean[]
  /** Whether it is a short way to the tickets of the tag along all of them. */
  isShort: boolean
  /** How many of the list are among those that come first in its order; 0 where nobody has counted. */
  countNear: number
}

/** Whether a page of a list may walk past very many tickets that are not in it, whatever index is taken. */
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

/** What finds many now does so in a minute: a list has the same tickets either way. */
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
