import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { BoundedMap } from '#lib/bounded-map.ts'
import { minute } from '#lib/durations.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { type Condition, choicesIn, indexedIn, isIn, type Segment, segmentsOf } from './filter-condition-queries.ts'
import { bind, type FilterShape, parameterize, type Values } from './filter-shape.ts'
import type { Filter } from './filters.ts'

/** So few are sorted as quickly as a page is filled by walking along the order of a large desk. */
const few = { open: 1000, closed: 4000 }

/** So few are sorted as quickly as on any desk. */
const veryFew = 1000

/** Whose ids alone can be walked along whole in less than 50 ms. */
const mostWalked = 250_000

/**
 * For each part of the list, whether it has more than a `few` tickets in all, and for each condition that an index could
 * answer, whether it finds more than a `few` of them; of a tag also whether its tickets are better walked along.
 */
const probes = compiledOnce(
  (db, values: Values, { form }: { form: FilterShape }) => {
    const filter = bind(form, values)
    const moreThan = (most: number, from: RawBuilder<unknown>, conditions: Condition[]) =>
      sql`(select count(*) from (select 1 from ${from}
        where ${sql.join(conditions, sql` and `)} limit ${sql.lit(most + 1)}) as upto) > ${sql.lit(most)}`
    const upToFew = (part: Segment, ...asked: [RawBuilder<unknown>, Condition[]]) => moreThan(few[part], ...asked)
    const small = sql`(select max(id) from tickets) <= ${sql.lit(mostWalked)}`
    const found = segmentsOf(filter).flatMap((part) => [
      upToFew(part, sql`tickets`, [isIn(part)]),
      ...choicesIn(filter).map(({ column, on }) =>
        upToFew(part, sql`tickets`, [isIn(part), on(sql.ref(`tickets.${column}`))]),
      ),
      ...(filter.tag === undefined
        ? []
        : [
            upToFew(part, sql`ticket_tags`, [sql`tag = ${filter.tag}`]),
            sql`(${moreThan(veryFew, sql`ticket_tags`, [sql`tag = ${filter.tag}`])} and ${small})`,
          ]),
    ])
    const named = found.map((one, place) => sql`${one} as ${sql.ref(`found_${place}`)}`)
    return { compile: () => sql<Record<string, boolean | number>>`select ${sql.join(named)}`.compile(db) }
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
}

/** Whether an index leads to every ticket of a list; otherwise others are walked past. */
export const isFoundByIndex = (filter: Filter): boolean =>
  filter.waiting_on === undefined && !filter.unread && indexedIn(filter) <= 1

/** Whether a list may walk past very many tickets that are not in it, whatever index is taken. */
export async function mayWalkFar(ctx: Context, filter: Filter): Promise<boolean> {
  if (isFoundByIndex(filter)) return false
  const { form, values } = parameterize(filter)
  const found = await findsMany(ctx, form, values)
  return found.some(({ isLarge, isMany }) => isLarge && isMany.every(Boolean))
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
  const all = Object.values(row).map(Boolean)
  const perCondition = 1 + indexedIn(form)
  const perSegment = perCondition + (form.tag === undefined ? 0 : 1)
  const found = segmentsOf(form).map((_, n) => {
    const ofSegment = all.slice(n * perSegment, (n + 1) * perSegment)
    const [isLarge = true, ...isMany] = ofSegment.slice(0, perCondition)
    return { isLarge, isMany, isShort: ofSegment[perCondition] ?? false }
  })
  memory.set(key, { found, until: now + rememberFor })
  return found
}
