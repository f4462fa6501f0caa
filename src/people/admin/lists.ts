import type { z } from 'zod'
import type { Context } from '#context'
import { type Cursor, pageOf } from '#platform/http/pagination.ts'
import { listAccounts } from './account-queries.ts'
import { listFailedLogins } from './failed-login-queries.ts'
import type { accountsQuery, failedLoginsQuery } from './schemas.ts'

const cursorOf = ({ id }: { id: number }): Cursor => [0, id]

/** Newest first. */
export async function readAccounts(ctx: Context, { limit, cursor, ...filter }: z.output<typeof accountsQuery>) {
  return pageOf(await listAccounts(ctx, filter, limit + 1, cursor), limit, cursorOf)
}

/** Newest first. */
export async function readFailedLogins(ctx: Context, { limit, cursor, ...filter }: z.output<typeof failedLoginsQuery>) {
  return pageOf(await listFailedLogins(ctx, filter, limit + 1, cursor), limit, cursorOf)
}
