import type { Context } from '#context'
import { getAccount } from '#people/accounts/accounts.ts'
import { countTokens } from '#people/api-tokens/queries.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { listSessions } from '#people/sessions/session-queries.ts'
import { countAccountDetails, listActivityOf, listTicketsOf } from './account-detail-queries.ts'

const shown = 10
const shownActivity = 20

export type AccountDetails = Awaited<ReturnType<typeof openAccount>>

/** An account with the details that admins see. */
export async function openAccount(ctx: Context, id: number) {
  const account = await getAccount(ctx, id)
  return {
    account,
    counts: await countAccountDetails(ctx, id),
    tickets: await listTicketsOf(ctx, id, shown),
    sessions: await listSessions(ctx, id),
    events: await listActivityOf(ctx, id, shownActivity),
    two_factor: await hasSecondStep(ctx, id),
    api_tokens: await countTokens(ctx, id),
  }
}
