import type { Selectable } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'

export type Authenticator = Selectable<Schema['authenticators']>

/** Whether a login of this account takes a second step. */
export async function hasSecondStep(ctx: Context, accountId: number): Promise<boolean> {
  return (await findAuthenticator(ctx, accountId))?.confirmed_at != null
}

export const findAuthenticator = (ctx: Context, accountId: number): Promise<Authenticator | undefined> =>
  ctx.db.selectFrom('authenticators').selectAll().where('account_id', '=', accountId).executeTakeFirst()
