import type { Context } from '#context'
import { storageFaultOf } from './storage-error.ts'
import { withTimeouts } from './timeouts.ts'

/** Milliseconds: whoever only reads must not wait for what may be left out. */
const timeouts = { statement: 250, lock: 200, total: 300 }

/** Writes what may be left out, such as when somebody was last seen: while the database takes no writes, people read on. */
export async function writeIfPossible(ctx: Context, what: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await withTimeouts(timeouts, write)
  } catch (error) {
    if (!storageFaultOf(error)) throw error
    ctx.log.warn({ err: error }, `left out: ${what}`)
  }
}
