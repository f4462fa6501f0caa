import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { documentsPerTicket } from '#desk/tickets/search-documents.ts'
import { internalCondition, searchedTexts } from '#desk/tickets/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import { amongIds, engineOfDatabase } from '#platform/db/dialect.ts'
import { formerFullText } from '#platform/db/former-full-text.ts'
import { fullText, type KeyedTerm } from '#platform/db/full-text.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Condition } from './filter-condition-queries.ts'
import type { Filter } from './filters.ts'

export interface Hits {
  terms: KeyedTerm[]
  /** Numbers in the search, and people whom it names completely: their tickets come first. */
  numbers: number[]
  people: number[]
  /** During an upgrade: the search as typed, and the newest ticket that may only be in the former documents. */
  former: { typed: string; until: number } | null
  filter: Filter
  /** Conditions besides the search. */
  conditions: Condition[]
  /** Maximum number of documents of each kind to examine. */
  most: number
  /** Only tickets up to this id, so that later pages rank the same tickets as the first. */
  until?: number | undefined
}

/** Matching documents, newest tickets first (or oldest): rows of ticket_id and score. */
function documents(
  table: string,
  found: ReturnType<typeof fullText>,
  hits: Hits,
  scored: boolean,
): RawBuilder<unknown> {
  const { document, matches, score } = found
  const { conditions, until, most } = hits
  const ticket = sql`${document} / ${sql.lit(documentsPerTicket)}`
  // The full-text search runs first; each ticket found is then looked up by its id.
  const tickets = conditions.length > 0 ? sql`cross join tickets` : sql``
  const all = [matches, ...(conditions.length > 0 ? [sql`tickets.id = ${ticket}`, ...conditions] : [])]
  if (until !== undefined) all.push(sql`${document} < ${(until + 1) * documentsPerTicket}`)
  const direction = hits.filter.sort === 'oldest' || hits.filter.sort === 'waiting' ? sql`asc` : sql`desc`
  const points = scored ? sql`cast(round(${score} * 1000000) as bigint)` : sql`0`
  const noted = sql.lit(table.includes('note') ? 1 : 0)
  return sql`select * from (select ${ticket} as ticket_id, ${noted} as noted, ${points} as score from ${sql.ref(table)} ${tickets}
    where ${sql.join(all, sql` and `)} order by ${document} ${direction} limit ${most}) as ${sql.ref(`${table}_hits`)}`
}

function unionOf(ctx: Context, actor: Actor, hits: Hits, scored: boolean) {
  const texts = searchedTexts(actor, hits.terms, hits.filter.customer_id)
  const all = texts.map((text) => documents(text.table, fullText(ctx.db, text), hits, scored))
  const { former } = hits
  if (former) {
    const until = Math.min(former.until, hits.until ?? former.until)
    for (const text of texts) {
      const { table, ...found } = formerFullText(ctx.db, text, former.typed)
      all.push(documents(table, found, { ...hits, until }, scored))
    }
  }
  return sql.join(all, sql` union all `)
}

/** Whether all terms match a ticket, as a condition of a list. */
export const isHit = (ctx: Context, actor: Actor, hits: Hits): Condition =>
  sql`tickets.id in (select ticket_id from (${unionOf(ctx, actor, hits, false)}) as hits)`

export interface Hit {
  id: number
  score: number
}

/** One of the best matches, with the newest matching ticket and how many documents were ranked. */
export type ComparedHit = Hit & { newest: number; compared: number }

/** For tickets named by number or person: higher than any match of texts. */
function pointsOf({ numbers, people }: Hits): RawBuilder<number> {
  const customer = sql`(select customer_id from tickets where tickets.id = ticket_id)`
  const among = (value: RawBuilder<unknown>, ids: number[], points: number) =>
    ids.length > 0 ? sql`case when ${value} in (${sql.join(ids)}) then ${sql.lit(points)} else 0 end` : sql`0`
  return sql`${among(sql`ticket_id`, numbers, 2_000_000_000)} + ${among(customer, people, 1_000_000_000)}`
}

/** The next `count` tickets, best match first. */
export function bestHits(
  ctx: Context,
  actor: Actor,
  hits: Hits,
  count: number,
  after?: readonly number[],
): Compilable<ComparedHit> {
  const best = sql`max(score) + ${pointsOf(hits)}`
  const found = sql`
    select ticket_id as id, ${best} as score, max(ticket_id) over () as newest,
      cast(sum(count(*) filter (where noted = 0)) over () as bigint) as compared
    from (${unionOf(ctx, actor, hits, true)}) as hits group by ticket_id`
  return compilable(
    ctx.db,
    sql`with found as (${found}) select * from found ${behind(ctx, after)} order by score desc, id desc limit ${count}`,
  )
}

/**
 * SQLite's rank depends on how often words occur in the whole desk: new messages change all scores, so the score of the
 * last ticket shown is computed again.
 */
function behind(ctx: Context, after?: readonly number[]): RawBuilder<unknown> {
  if (!after) return sql``
  const [then, id] = after
  const score =
    engineOfDatabase(ctx.db) === 'postgres'
      ? sql`${then}`
      : sql`coalesce((select score from found where id = ${id}), ${then})`
  return sql`where (score, id) < (${score}, ${id})`
}

/** Every matching ticket, unsorted. */
export const allHits = (ctx: Context, actor: Actor, hits: Hits): Compilable<{ id: number }> =>
  compilable(ctx.db, sql`select distinct ticket_id as id from (${unionOf(ctx, actor, hits, false)}) as hits`)

const compilable = <R>(db: Database, query: RawBuilder<unknown>): Compilable<R> => ({
  compile: () => (query as RawBuilder<R>).compile(db),
})

export interface FoundText {
  ticket_id: number
  title: string
  kind: 'message' | 'note'
  body: string
}

/** Limits of a search: messages of one ticket and of all together, and characters of all. */
export interface LookedAt {
  ofOne: number
  ofAll: number
  characters: number
}

/**
 * The readable texts of tickets, newest messages first: on PostgreSQL, which returns all at once, only as many as have
 * about that many characters. Notes only of others' tickets.
 *
 * @param ids in a JSON array
 */
export function textsOf(
  db: Database,
  actor: Actor,
  ids: string,
  { ofOne, ofAll, characters }: LookedAt,
): Compilable<FoundText> {
  const isPostgres = engineOfDatabase(db) === 'postgres'
  const tickets = isPostgres ? sql`jsonb_array_length(cast(${ids} as jsonb))` : sql`json_array_length(${ids})`
  // Literal: SQLite divides a bound number to 58.8, which it refuses as an offset.
  const messages = sql`(select ${sql.raw(isPostgres ? 'least' : 'min')}(${sql.lit(ofOne)}, ${sql.lit(ofAll)} / ${tickets}))`
  const notes = sql`(messages.kind = 'note' and ${internalCondition(actor)})`
  const newest = sql`from tickets join messages on messages.ticket_id = tickets.id
    where ${amongIds(db, 'tickets.id', ids)} and (messages.kind = 'message' or ${notes})
      and messages.id >= coalesce((select id from messages as newest where newest.ticket_id = tickets.id
        order by id desc limit 1 offset ${messages} - 1), 0)`
  if (!isPostgres)
    return compilable(
      db,
      sql`select ticket_id, title, messages.kind, body ${newest} order by tickets.id, messages.id desc`,
    )
  const read = sql`sum(length(body)) over (partition by ticket_id order by messages.id desc)`
  return compilable(
    db,
    sql`select ticket_id, title, kind, body from (
      select ticket_id, title, messages.kind, body, messages.id as message_id, ${read} - length(body) as behind ${newest}
    ) as texts where behind < ${characters} / ${tickets} order by ticket_id, message_id desc`,
  )
}
