import { sql } from 'kysely'
import type { Context } from '#context'
import { personColumns } from '#platform/identity/people.ts'
import { ages } from './ages.ts'
import type { Day } from './period.ts'

/**
 * For each day the number of tickets opened, and of closed tickets closed. Open and closed tickets are counted
 * separately, since each have their own indexes.
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
  /** Milliseconds; null if there are no tickets. */
  median: number | null
  /** The number of tickets that it is over. */
  tickets: number
}

/**
 * The median time until an event in the period. A ticket that staff opened by writing first is answered from its
 * beginning, so it is not counted.
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

/** The number of open tickets by age. */
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

/** All staff: their open tickets, and those that they closed in the period. */
export async function countPerAssistant(ctx: Context, from: number, until: number) {
  // Filtered by time before sorting: an engine would rather scan all assistants for the order.
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
    .select([...personColumns, 'closed.median', 'closed.tickets'])
    .select(({ selectFrom }) => {
      const open = selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('assistant_id', '=', 'accounts.id')
        .where('closed_at', 'is', null)
      // Lists all ranks, so that the index of open tickets is used, and not the one of all tickets.
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
