import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '#context'
import { dropFormerDocuments } from '#platform/db/former-full-text.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { indexAccount } from '#platform/identity/account-words.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { deleteBacklog, findBacklog, idBefore, lockBacklog, updateBacklog } from './search-backlog-queries.ts'
import { lockTicketRow } from './search-document-queries.ts'
import { writeParts } from './search-documents.ts'

// After an upgrade what is there already comes into the search little by little: people first, then the newest tickets.

/** Milliseconds for which a transaction may hold up everything else; in shorter ones half of the work is committing. */
const portion = 30
/** Milliseconds; what is left then is a job of its own, so that stopping need not wait and no lease runs out. */
const runFor = 5000

/** Until those who read from the former documents have done so. */
const dropAfter = 10_000

async function indexBacklog(ctx: Context): Promise<void> {
  const until = performance.now() + runFor
  for (;;) {
    const started = performance.now()
    if (started > until) return enqueue(ctx, 'index_backlog', {})
    if (!(await withTransaction(ctx, indexSome))) return
    // Others write as long as this did.
    await pause(performance.now() - started)
  }
}

/** @returns whether there is more to do */
async function indexSome(ctx: Context): Promise<boolean> {
  const backlog = await lockBacklog(ctx)
  if (!backlog) return false
  const until = performance.now() + portion
  let { account_id, ticket_id, next_part } = backlog
  while (account_id > 0 && performance.now() < until) {
    await indexAccount(ctx, account_id)
    account_id = await idBefore(ctx, 'accounts', account_id)
  }
  while (account_id === 0 && ticket_id > 0 && performance.now() < until) {
    await lockTicketRow(ctx, ticket_id)
    const next = await writeParts(ctx, ticket_id, next_part, until)
    next_part = next ?? 0
    if (next === null) ticket_id = await idBefore(ctx, 'tickets', ticket_id)
  }
  await updateBacklog(ctx, { account_id, ticket_id, next_part })
  if (account_id > 0 || ticket_id > 0) return true
  await enqueue(ctx, 'drop_former_search', {}, { run_at: ctx.clock.now() + dropAfter })
  return false
}

async function dropFormer(ctx: Context): Promise<void> {
  if (await dropFormerDocuments(ctx, runFor)) await enqueue(ctx, 'drop_former_search', {})
  else await deleteBacklog(ctx)
}

const finished = new WeakSet<object>()

/** The newest ticket of which documents may be missing; 0 once there is none, which is not asked again. */
export async function newestMissing(ctx: Context): Promise<number> {
  if (finished.has(ctx.config)) return 0
  const ticketId = (await findBacklog(ctx))?.ticket_id ?? 0
  if (ticketId === 0) finished.add(ctx.config)
  return ticketId
}

export const backlogJobs = {
  index_backlog: { inTransaction: false, run: indexBacklog },
  drop_former_search: { inTransaction: false, run: dropFormer },
} satisfies JobKinds
