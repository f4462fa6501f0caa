import { type RawBuilder, sql } from 'kysely'
import type { Config } from '#config'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { day } from '#lib/durations.ts'
import type { Schema } from './schema.ts'

type Column<T extends keyof Schema> = keyof Schema[T] & string

/** Which rows of a table are deleted, and when. */
export interface Retention<T extends string = string, C extends string = string> {
  table: T
  /** The primary key. */
  key: C[]
  /**
   * The time that the age is counted from, in UNIX milliseconds. Needs an index on the columns of `only`, then this
   * one.
   */
  column: C
  /** Only rows with these values. */
  only?: { [Name in C]?: string | null }
  /** How long rows are kept, in milliseconds; 0 if the column is itself the time of expiry. */
  keepFor(config: Config): number
  /** Maximum number of rows, however young: somebody may create them faster than they expire. */
  most?: number
  /** How far in the future the time can be, in milliseconds; 0 by default. */
  within?: number
}

/** Rows dated further ahead are kept for this much longer: perhaps the clock was right then, and is behind now. */
const doubtFor = 30 * day

/** Checks the columns against the table. */
export const retention = <T extends keyof Schema>(rule: Retention<T, Column<T>>): Retention<T> =>
  rule as unknown as Retention<T>

/**
 * Deletes at most `count` rows, oldest first, in a statement of its own: none holds the write lock for long.
 *
 * @returns how many were deleted; fewer than `count` if none is left
 */
export async function deletePortion(ctx: Context, rule: Retention, count: number): Promise<number> {
  const before = ctx.clock.now() - rule.keepFor(ctx.config)
  return Number((await portion(rule, before, count).execute(ctx.db)).numAffectedRows ?? 0n)
}

/** Deletes at most `count` rows that a clock which was ahead has dated, like `deletePortion`. */
export async function deleteAhead(ctx: Context, rule: Retention, count: number): Promise<number> {
  const after = ctx.clock.now() + (rule.within ?? 0) + doubtFor
  return Number((await portion(rule, after, count, sql`>`).execute(ctx.db)).numAffectedRows ?? 0n)
}

/** Whether something was written later than it is now: the clock was ahead then, or is behind now. */
export async function isClockInDoubt(ctx: Context): Promise<boolean> {
  const newest = ctx.db.selectFrom('audit_entries').select('at').orderBy('id', 'desc').limit(1)
  return ((await newest.executeTakeFirst())?.at ?? 0) > latestPlausible(ctx.clock.now())
}

/** @returns the time before which rows exceed `most`, in UNIX milliseconds; null if none do */
export async function surplusBefore(ctx: Context, rule: Retention): Promise<number | null> {
  if (rule.most === undefined) return null
  const [row] = (await newestBeyond(rule, rule.most).execute(ctx.db)).rows
  return row?.at ?? null
}

/** Deletes at most `count` rows from before a time, like `deletePortion`. */
export async function deleteSurplus(ctx: Context, rule: Retention, before: number, count: number): Promise<number> {
  return Number((await portion(rule, before, count).execute(ctx.db)).numAffectedRows ?? 0n)
}

/** The newest row beyond `most`; answered from an index alone. */
export function newestBeyond({ table, column, only = {} }: Retention, most: number) {
  const time = sql.ref(column)
  const where = sql.join([...conditions(only), sql`${time} is not null`], sql` and `)
  return sql<{ at: number }>`
    select ${time} as at from ${sql.table(table)} where ${where} order by ${time} desc limit 1 offset ${most}`
}

const conditions = (only: object) =>
  Object.entries(only as Record<string, string | null>).map(([name, value]) =>
    value === null ? sql`${sql.ref(name)} is null` : sql`${sql.ref(name)} = ${value}`,
  )

/** The delete statement; its `where` must match an index. */
export function portion(
  { table, key, column, only = {} }: Retention,
  limit: number,
  count: number,
  beyond: RawBuilder<unknown> = sql`<`,
) {
  const keys = sql.join(key.map((name) => sql.ref(name)))
  const due = sql.join([...conditions(only), sql`${sql.ref(column)} ${beyond} ${limit}`], sql` and `)
  const rows = sql`select ${keys} from ${sql.table(table)} where ${due} order by ${sql.ref(column)} limit ${count}`
  return sql`delete from ${sql.table(table)} where (${keys}) in (${rows})`
}
