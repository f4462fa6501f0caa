import type { Context } from '#context'
import { readShortCode } from '#events/passes/short-codes.ts'
import { matcherOf, segmentsOf } from '#lib/found-words.ts'
import { type Term, termsOfNames } from '#lib/searched-words.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getDoor } from './doors.ts'
import { findPrice, listBundle, listPasses, type PassRow } from './people-queries.ts'

const pageSize = 50
const bundleSize = 1000

export interface PassPerson extends PassRow {
  /** Null where nothing is to be paid. */
  paid: boolean | null
}

/** Whoever has a pass of the door's event, by name or short code; without either everybody, a page behind an id. */
export async function readPeople(ctx: Context, actor: Actor, doorId: number, q: string, after?: number) {
  const door = await getDoor(ctx, actor, doorId)
  const reading = forHeavyReads(ctx, actor)
  const terms = termsOfNames(q)
  const short_code = q === '' ? null : readShortCode(q)
  const byCode = short_code ? await listPasses(reading, door.event_id, 1, { terms: [], short_code }) : []
  const named =
    q !== '' && terms.length === 0 ? [] : await listPasses(reading, door.event_id, pageSize + 1, { terms, after })
  const rows = byCode.length > 0 ? byCode : named.slice(0, pageSize).filter((row) => isNamed(row, terms))
  const price = (await findPrice(ctx, door.event_id))?.price_cents ?? null
  const next = byCode.length === 0 && named.length > pageSize ? (named[pageSize - 1]?.id ?? null) : null
  return { door, people: rows.map((row) => withPaid(row, price)), next }
}

/** Accounts are found by their addresses too, which are nobody's business at a door. */
function isNamed({ name, username }: PassRow, terms: Term[]): boolean {
  const segments = segmentsOf(`${name} ${username}`, matcherOf(terms))
  return new Set(segments.flatMap(({ hit }) => hit ?? [])).size === terms.length
}

const withPaid = <R extends { type_price_cents: number | null; paid_at: number | null }>(
  row: R,
  price: number | null,
) => ({
  ...row,
  paid: (row.type_price_cents ?? price) ? row.paid_at !== null : null,
})

/** What a device needs to go on without a network, a page behind a pass. */
export async function readBundle(ctx: Context, actor: Actor, doorId: number, after = 0) {
  const door = await getDoor(ctx, actor, doorId)
  const rows = await listBundle(forHeavyReads(ctx, actor), door.event_id, bundleSize + 1, after)
  const price = (await findPrice(ctx, door.event_id))?.price_cents ?? null
  const passes = rows.slice(0, bundleSize).map((row) => withPaid(row, price))
  return { door, passes, next: rows.length > bundleSize ? (passes.at(-1)?.id ?? null) : null }
}
