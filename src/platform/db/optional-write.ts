import type { Context } from '#context'
import { storageFaultOf } from './storage-error.ts'
import { withTimeouts } from './timeouts.ts'

/** Milliseconds: a read request must not wait long for an optional write. */
const timeouts = { statement: 250, lock: 200, total: 300 }

/** Records what somebody has seen on the page that is being answered; nothing if nobody sees it. */
export const writeWhatWasSeen: typeof writeIfPossible = async (ctx, what, write) => {
  if (!ctx.client?.unseen) await writeIfPossible(ctx, what, write)
}

/**
 * Makes a write that may be skipped, such as when somebody was last seen: reads work while the database takes no
 * writes.
 */
export async function writeIfPossible(ctx: Context, what: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await withTimeouts(timeouts, write)
  } catch (error) {
    if (!storageFaultOf(error)) throw error
    ctx.log.warn({ err: error }, `left out: ${what}`)
  }
}
