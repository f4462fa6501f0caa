import { sql } from 'kysely'
import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'

/**
 * What an account did and what others did to it, oldest first. Failed logins are exported separately and only to
 * confirmed owners: others may name the same address until it is confirmed.
 */
export const entriesOfAccount = (ctx: Context, accountId: number) =>
  inPortions(500, { at: 0, id: 0 }, (size, after) => {
    const query = ctx.db
      .selectFrom('audit_entries')
      .select(['id', 'at', 'actor_id', 'action', 'entity', 'entity_id', 'address'])
      .where('action', '!=', 'login_failed')
      .where(sql<boolean>`(at, id) > (${after.at}, ${after.id})`)
      .orderBy('at')
      .orderBy('id')
      .limit(size)
    const own = query.where('actor_id', '=', accountId)
    const others = query
      .where('entity', '=', 'account')
      .where('entity_id', '=', accountId)
      .where(({ eb, or }) => or([eb('actor_id', 'is', null), eb('actor_id', '!=', accountId)]))
    return ctx.db
      .selectFrom(own.as('own'))
      .selectAll()
      .unionAll(ctx.db.selectFrom(others.as('others')).selectAll())
      .orderBy('at')
      .orderBy('id')
      .limit(size)
      .execute()
  })
