import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Context } from '#context'
import { dropFormerDocuments } from '#platform/db/former-full-text.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { indexAccount } from '#platform/identity/account-words.ts'
import { defineJob, noPayload } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { deleteBacklog, findBacklog, idBefore, lockBacklog, updateBacklog } from './search-backlog-queries.ts'
import { lockTicketRow } from './search-document-queries.ts'
import { writeParts } from './search-documents.ts'

// After an upgrade existing data is indexed step by step: people first, then the newest tickets. A migration after a
// change of the normalisation (#lib/spelling.ts) enqueues `respell_search`, which indexes everything again.

/** Milliseconds for which a transaction may block other writers; in shorter ones half of the work is committing. */
const portion = 30
/** Milliseconds; the rest is another job, so that shutdown need not wait and no lease expires. */
const runFor = 5000

/** Milliseconds, until running searches of the former documents have ended. */
const dropAfter = 10_000

const positionSchema = z.object({ account_id: z.int(), ticket_id: z.int(), next_part: z.int() })
type Position = z.output<typeof positionSchema>

async function indexBacklog(ctx: Context): Promise<void> {
  const done = await inPortions(() => withTransaction(ctx, indexSome))
  if (!done) await enqueue(ctx, indexBacklogJob, {})
}

/**
 * @param next indexes a portion and returns whether there is more
 * @returns whether all is done
 */
async function inPortions(next: () => Promise<boolean>): Promise<boolean> {
  const until = performance.now() + runFor
  for (;;) {
    const started = performance.now()
    if (started > until) return false
    if (!(await next())) return true
    // Other writers get as much time as this took.
    await pause(performance.now() - started)
  }
}

/** @returns whether there is more to do */
async function indexSome(ctx: Context): Promise<boolean> {
  const backlog = await lockBacklog(ctx)
  if (!backlog) return false
  const position = await indexPortion(ctx, backlog)
  await updateBacklog(ctx, position)
  if (isOpen(position)) return true
  await enqueue(ctx, dropFormerJob, {}, { run_at: ctx.clock.now() + dropAfter })
  return false
}

const isOpen = ({ account_id, ticket_id }: Position) => account_id > 0 || ticket_id > 0

/** @returns the next position */
async function indexPortion(ctx: Context, from: Position): Promise<Position> {
  const until = performance.now() + portion
  let { account_id, ticket_id, next_part } = from
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
  return { account_id, ticket_id, next_part }
}

async function respellSearch(ctx: Context, from: Position): Promise<void> {
  let position = from
  const done = await inPortions(async () => {
    position = await withTransaction(ctx, (ctx) => indexPortion(ctx, position))
    return isOpen(position)
  })
  if (!done) await enqueue(ctx, respellJob, position)
}

async function dropFormer(ctx: Context): Promise<void> {
  if (await dropFormerDocuments(ctx, runFor)) await enqueue(ctx, dropFormerJob, {})
  else await deleteBacklog(ctx)
}

const finished = new WeakSet<object>()

/** The newest ticket whose documents may be missing; 0 once there is none, which is then cached. */
export async function newestMissing(ctx: Context): Promise<number> {
  if (finished.has(ctx.config)) return 0
  const ticketId = (await findBacklog(ctx))?.ticket_id ?? 0
  if (ticketId === 0) finished.add(ctx.config)
  return ticketId
}

export const indexBacklogJob = defineJob('index_backlog', noPayload, indexBacklog)
export const dropFormerJob = defineJob('drop_former_search', noPayload, dropFormer)
export const respellJob = defineJob('respell_search', positionSchema, respellSearch)
