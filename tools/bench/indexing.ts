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

/** Brings everything that was filled in into the search, as an upgrade does. */
export const indexEverything = (url: string) =>
  withContext(url, async (ctx) => {
    const worker = new Worker(ctx, jobKinds)
    await worker.drain()
    await ctx.db.updateTable('jobs').set({ run_at: 0 }).where('status', '=', 'queued').execute()
    await worker.drain()
    await ctx.db.deleteFrom('jobs').execute()
  })

/** Brings tickets into the search whose messages were put in past the program. */
export const indexTickets = (url: string, ids: number[]) =>
  withContext(url, async (ctx) => {
    for (const id of ids) await withTransaction(ctx, (ctx) => writeParts(ctx, id, 0, Number.POSITIVE_INFINITY))
  })
