import { loadConfig } from '#config'
import type { Context } from '#context'
import { writeParts } from '#desk/tickets/search-documents.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { createContext } from '../../src/open-context.ts'
import { settings } from './settings.ts'

async function withContext(url: string, work: (ctx: Context) => Promise<void>): Promise<void> {
  const ctx = await createContext(loadConfig(settings(url, 0)))
  try {
    await work(ctx)
  } finally {
    await closeContext(ctx)
  }
}

/** Indexes everything for the search, as after an upgrade. */
export const indexEverything = (url: string) =>
  withContext(url, async (ctx) => {
    const worker = new Worker(ctx, jobKinds)
    await worker.drain()
    await ctx.db.updateTable('jobs').set({ run_at: 0 }).where('status', '=', 'queued').execute()
    await worker.drain()
    await ctx.db.deleteFrom('jobs').execute()
  })

/** Indexes tickets whose messages were inserted without the program. */
export const indexTickets = (url: string, ids: number[]) =>
  withContext(url, async (ctx) => {
    for (const id of ids) await withTransaction(ctx, (ctx) => writeParts(ctx, id, 0, Number.POSITIVE_INFINITY))
  })
