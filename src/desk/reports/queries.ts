import { sql } from 'kysely'
import type { Context } from '#context'
import { ages } from './ages.ts'
import type { Day } from './period.ts'

/**
 * For each day how many tickets were opened, and how many that are closed were closed. Those that are open and those
 * that are closed are counted apart, since each have their own indexes.
 */
export async function countPerDay(ctx: Context, days: Day[]) {
  const counts = await ctx.db
    .selectNoFrom(({ selectFrom }) => {
      const within = (column: 'opened_at' | 'closed_at', { start, end }: Day) =>
        selectFrom('tickets')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where(column, '>=', start)
          .where(column, '<', end)
      return days.flatMap((day, n) => [
        within('opened_at', day).where('closed_at', 'is', null).as(`open_${n}`),
        within('opened_at', day).where('closed_at', 'is not', null).as(`done_${n}`),
        within('closed_at', day).as(`closed_${n}`),
      ])
    })
    .executeTakeFirstOrThrow()
  const count = (name: string) => Number(counts[name as keyof typeof counts])
  return days.map(({ name }, n) => ({
    day: name,
    opened: count(`open_${n}`) + count(`done_${n}`),
    closed: count(`closed_${n}`),
  }))
}

export interface Median {
  /** Milliseconds; null where there is nothing to take a median of. */
  median: number | null
  /** Of how many tickets. */
  tickets: number
}

/**
 * How long tickets took until something in the period: half of them took longer. A ticket that staff opened by writing
 * first is answered from its beginning, and nobody has waited.
 */
export async function medianUntil(
  ctx: Context,
  column: 'first_answered_at' | 'closed_at',
  from: number,
  until: number,
): Promise<Median> {
  const at = sql.ref(column)
  const waited = column === 'first_answered_at' ? sql`and ${at} > opened_at` : sql``
  const { rows } = await sql<{ median: number | string | null; tickets: number | null }>`
    select avg(duration) as median, max(tickets) as tickets from (
      select duration, row_number() over (order by duration) as place, count(*) over () as tickets
      from (select ${at} - opened_at as duration from tickets where ${at} >= ${from} and ${at} < ${until} ${waited}) as durations
    ) as places where place in ((tickets + 1) / 2, (tickets + 2) / 2)`.execute(ctx.db)
  const { median = null, tickets = 0 } = rows[0] ?? {}
  return { median: median === null ? null : Math.round(Number(median)), tickets: Number(tickets ?? 0) }
}

/** How many open tickets there are of each age. */
export async function countOpenByAge(ctx: Context, now: number) {
  const row = await ctx.db
    .selectNoFrom(({ selectFrom }) =>
      ages.map(({ key, from, until }) => {
        const old = selectFrom('tickets')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('closed_at', 'is', null)
          .where('opened_at', '<=', now - from)
        return (until === null ? old : old.where('opened_at', '>', now - until)).as(key)
      }),
    )
    .executeTakeFirstOrThrow()
  return ages.map(({ key, label }) => ({ key, label, tickets: Number(row[key]) }))
}

/** All staff: what they have now, and what was closed of it in the period. */
export async function countPerAssistant(ctx: Context, from: number, until: number) {
  // Taken out by time before they are put in an order, for which an engine would rather walk through all assistants.
  const medians = sql<{ assistant_id: number; median: number | string; tickets: number }>`(
    with done as materialized (
      select assistant_id, closed_at - opened_at as duration from tickets
      where closed_at >= ${from} and closed_at < ${until}
    )
    select assistant_id, avg(duration) as median, max(tickets) as tickets from (
      select assistant_id, duration, count(*) over (partition by assistant_id) as tickets,
        row_number() over (partition by assistant_id order by duration) as place
      from done
    ) as places where place in ((tickets + 1) / 2, (tickets + 2) / 2) group by assistant_id
  )`
  const rows = await ctx.db
    .selectFrom('accounts')
    .leftJoin(medians.as('closed'), 'closed.assistant_id', 'accounts.id')
    .select([
      'id',
      'username',
      'display_name',
      'profile_icon',
      'picture_id',
      'account_type',
      'closed.median',
      'closed.tickets',
    ])
    .select(({ selectFrom }) => {
      const open = selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('assistant_id', '=', 'accounts.id')
        .where('closed_at', 'is', null)
      // Every rank there is: named, so that the index of what is open is taken, and not one of all tickets.
      return [open.where('queue_rank', 'in', [0, 1]).as('open'), open.where('queue_rank', '=', 0).as('escalated')]
    })
    .where('account_type', 'in', ['assistant', 'admin'])
    .where('deleted_at', 'is', null)
    .orderBy('display_name')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map(({ median, tickets, open, escalated, ...person }) => ({
    person,
    open: Number(open),
    escalated: Number(escalated),
    closed: Number(tickets ?? 0),
    median: median === null ? null : Math.round(Number(median)),
  }))
}
