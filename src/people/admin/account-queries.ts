import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Context } from '#context'
import { largestId } from '#lib/largest-id.ts'
import { termsOfNames } from '#lib/searched-words.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { amongIds } from '#platform/db/dialect.ts'
import type { AccountType, Schema } from '#platform/db/schema.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { listAccountsOfAll } from '#platform/identity/account-word-queries.ts'
import { idIn, isBareNumber } from '#platform/identity/references.ts'
import type { AccountState } from './account-state.ts'

export interface AccountFilter {
  q?: string | undefined
  type?: AccountType | undefined
  state?: AccountState | undefined
}

type Accounts = ExpressionBuilder<Schema, 'accounts'>

const inState: Record<AccountState, (eb: Accounts) => Expression<SqlBool>[]> = {
  active: (eb) => [...standing(eb), eb('email_verified_at', 'is not', null)],
  unverified: (eb) => [...standing(eb), eb('email_verified_at', 'is', null)],
  suspended: (eb) => [eb('suspended_at', 'is not', null), eb('deleted_at', 'is', null)],
  deleted: (eb) => [eb('deleted_at', 'is not', null)],
}

const standing = (eb: Accounts) => [eb('deleted_at', 'is', null), eb('suspended_at', 'is', null)]

/** Newest first, by keyset. */
export async function listAccounts(ctx: Context, { q, type, state }: AccountFilter, count: number, after?: Cursor) {
  let query = ctx.db.selectFrom('accounts').selectAll().orderBy('id', 'desc').limit(count)
  if (type) query = query.where('account_type', '=', type)
  if (state) query = query.where((eb) => eb.and(inState[state](eb)))
  if (after) query = query.where('id', '<', after.at(-1) as number)
  const id = q ? idIn(q) : null
  if (id !== null) query = query.where('id', '=', id)
  else if (q) {
    const bareId = isBareNumber(q) && Number(q) <= largestId ? [Number(q)] : []
    const ids = [...(await listAccountsOfAll(ctx, termsOfNames(q))), ...bareId]
    query = query.where(amongIds(ctx.db, 'id', ids))
  }
  return query.execute()
}

/** The number of accounts of each kind, for the overview. */
export async function countAccounts(ctx: Context) {
  return ctx.db
    .selectNoFrom(({ selectFrom }) => {
      const few = selectFrom('accounts').select(({ fn }) => fn.countAll<number>().as('count'))
      return [
        few.where('account_type', '=', 'admin').where('suspended_at', 'is', null).as('admins'),
        few.where('account_type', '=', 'assistant').where('suspended_at', 'is', null).as('assistants'),
        few.where('suspended_at', 'is not', null).where('deleted_at', 'is', null).as('suspended'),
      ]
    })
    .executeTakeFirstOrThrow()
}

/** @returns false if it was so already */
export const setSuspended = (ctx: Context, id: number, suspended: boolean): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('accounts')
      .set({ suspended_at: suspended ? ctx.clock.now() : null })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .where('suspended_at', suspended ? 'is' : 'is not', null),
  )
