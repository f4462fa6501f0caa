import type { Context } from '#context'
import { getAccount } from '#people/accounts/accounts.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { listSessions } from '#people/sessions/session-queries.ts'
import { countBelongings, listEventsOf, listTicketsOf } from './belongings-queries.ts'

const shown = 10
const shownEvents = 20

export type Belongings = Awaited<ReturnType<typeof openAccount>>

/** An account with what an admin is shown of it. */
export async function openAccount(ctx: Context, id: number) {
  const account = await getAccount(ctx, id)
  return {
    account,
    counts: await countBelongings(ctx, id),
    tickets: await listTicketsOf(ctx, id, shown),
    sessions: await listSessions(ctx, id),
    events: await listEventsOf(ctx, id, shownEvents),
    two_factor: await hasSecondStep(ctx, id),
  }
}
