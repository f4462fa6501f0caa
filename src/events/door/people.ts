import type { Context } from '#context'
import { isUsedAt, type Times } from '#events/events/times.ts'
import { readShortCode } from '#events/passes/short-codes.ts'
import { type Term, termsOfNames } from '#lib/searched-words.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { portionOf } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { isNamed } from '#platform/identity/named.ts'
import type { DoorRow } from './door-queries.ts'
import { getDoor } from './doors.ts'
import { listBundle, listPasses, type PassRow } from './people-queries.ts'

const pageSize = 50
const bundleSize = 1000

export interface PassPerson extends PassRow {
  /** Null if nothing is to be paid. */
  paid: boolean | null
}

/** The holders of passes of the door's event, by name or short code; with neither everybody, one page after an id. */
export async function readPeople(ctx: Context, actor: Actor, doorId: number, q: string, after?: number) {
  const door = await getDoor(ctx, actor, doorId)
  if (q === '') return { door, ...(await pageOf(ctx, door, [], after)) }
  const reading = forHeavyReads(ctx, actor)
  const short_code = readShortCode(q)
  const [meant] = short_code ? await listPasses(reading, door.event_id, 1, { terms: [], short_code }) : []
  if (meant) return { door, people: [personOf(ctx, door, meant)], next: null }
  const terms = termsOfNames(q)
  if (terms.length === 0) return { door, people: [], next: null }
  const { people, next } = await pageOf(reading, door, terms, after)
  return { door, people: people.filter(({ name, username }) => isNamed({ display_name: name, username }, terms)), next }
}

async function pageOf(ctx: Context, door: DoorRow, terms: Term[], after?: number) {
  const { rows, next } = portionOf(await listPasses(ctx, door.event_id, pageSize + 1, { terms, after }), pageSize)
  return { people: rows.map((row) => personOf(ctx, door, row)), next }
}

/** Somebody who was admitted on an earlier day is not in today. */
function personOf(ctx: Context, { starts_at, ends_at }: Times, row: PassRow): PassPerson {
  const isIn = isUsedAt(ctx, { starts_at, ends_at, used_at: row.used_at }, ctx.clock.now())
  return { ...withPaid(row), used_at: isIn ? row.used_at : null }
}

interface Priced {
  event_price_cents: number | null
  type_price_cents: number | null
  paid_at: number | null
}

const withPaid = <R extends Priced>(row: R) => ({
  ...row,
  paid: (row.type_price_cents ?? row.event_price_cents) ? row.paid_at !== null : null,
})

/** The data for a device that works offline, one page after a pass. */
export async function readBundle(ctx: Context, actor: Actor, doorId: number, after = 0) {
  const door = await getDoor(ctx, actor, doorId)
  const found = await listBundle(forHeavyReads(ctx, actor), door.event_id, bundleSize + 1, after)
  const { rows, next } = portionOf(found, bundleSize)
  return { door, passes: rows.map(withPaid), next }
}
