import type { AliasableExpression } from 'kysely'
import type { Context } from '#context'

/** Counting stops here, so that it is cheap however much somebody has written. */
const mostCounted = 100_000

/** Counts what belongs to an account. */
export async function countAccountDetails(ctx: Context, accountId: number) {
  const row = await ctx.db
    .selectNoFrom(({ selectFrom }) => {
      const count = (query: AliasableExpression<{ id: number }>) =>
        selectFrom(query.as('some')).select(({ fn }) => fn.countAll<number>().as('count'))
      const tickets = selectFrom('tickets').select('id').limit(mostCounted)
      const own = tickets.where('customer_id', '=', accountId)
      const claimed = tickets.where('assistant_id', '=', accountId).where('closed_at', 'is', null)
      const written = selectFrom('messages').select('id').where('author_id', '=', accountId).limit(mostCounted)
      return [
        count(own.where('closed_at', 'is', null)).as('open_tickets'),
        count(own.where('closed_at', 'is not', null)).as('closed_tickets'),
        count(claimed).as('claimed_tickets'),
        count(written.where('kind', '!=', 'system')).as('messages'),
      ]
    })
    .executeTakeFirstOrThrow()
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)])) as Record<
    keyof typeof row,
    number
  >
}

/** The tickets it opened, newest first. */
export const listTicketsOf = (ctx: Context, accountId: number, count: number) =>
  ctx.db
    .selectFrom('tickets')
    .select(['id', 'title', 'opened_at', 'closed_at'])
    .where('customer_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(count)
    .execute()

export interface AccountActivity {
  id: number
  at: number
  actor_id: number | null
  actor_name: string | null
  action: string
  entity: string
  entity_id: number | null
  address: string | null
}

/** What it did and what was done to it, newest first: the newest of both, each in the order of its index. */
export function listActivityOf(ctx: Context, accountId: number, count: number): Promise<AccountActivity[]> {
  const entries = ctx.db.selectFrom('audit_entries').select('id').limit(count)
  const byActor = entries.where('actor_id', '=', accountId).orderBy('at', 'desc').orderBy('id', 'desc')
  const about = entries.where('entity', '=', 'account').where('entity_id', '=', accountId).orderBy('id', 'desc')
  const done = ctx.db.selectFrom(byActor.as('done')).select('id')
  const suffered = ctx.db.selectFrom(about.as('suffered')).select('id')
  return ctx.db
    .selectFrom('audit_entries')
    .leftJoin('accounts', 'accounts.id', 'audit_entries.actor_id')
    .select([
      'audit_entries.id',
      'at',
      'actor_id',
      'accounts.display_name as actor_name',
      'action',
      'entity',
      'entity_id',
      'address',
    ])
    .where('audit_entries.id', 'in', done.union(suffered))
    .orderBy('audit_entries.id', 'desc')
    .limit(count)
    .execute()
}
