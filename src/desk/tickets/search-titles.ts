import type { Context } from '#context'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { finishRename, isBeingRenamed, lockTicket, renameNextPart } from './search-title-queries.ts'

/** Milliseconds for which a transaction that writes documents may hold up everything else that writes. */
const portion = 15

/**
 * Has a ticket's new title written into those search documents that do not have it yet: the first ones got it with
 * the change itself, a long conversation has more.
 */
export async function continueRename(ctx: Context, ticket_id: number): Promise<void> {
  if (await isBeingRenamed(ctx, ticket_id)) await enqueue(ctx, 'rename_in_search', { ticket_id })
}

async function rename(ctx: Context, { ticket_id }: { ticket_id: number }): Promise<void> {
  await lockTicket(ctx, ticket_id)
  const until = performance.now() + portion
  while (performance.now() < until && (await isBeingRenamed(ctx, ticket_id))) {
    await renameNextPart(ctx, ticket_id)
    await finishRename(ctx, ticket_id)
  }
  await continueRename(ctx, ticket_id)
}

export const searchJobs = { rename_in_search: { inTransaction: true, run: rename } } satisfies JobKinds
