import { join } from '../support/people.ts'
import type { AppOptions } from '../support/world.ts'
import { startDesk } from '../tickets/desk.ts'

/** A desk with an admin. Call it at the top of a file or in a `describe`. */
export async function startAuditedDesk(options: AppOptions = {}) {
  const desk = await startDesk(options)
  const admin = await join(desk.world, 'helen', 'admin')
  return { ...desk, admin }
}
