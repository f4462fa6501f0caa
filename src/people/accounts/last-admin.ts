import type { Context } from '#context'
import { conflict } from '#errors'
import { otherAdminExists } from './admin-queries.ts'

/** @throws conflict when there would be no admin left */
export async function keepAnAdmin(ctx: Context, accountId: number): Promise<void> {
  if (await otherAdminExists(ctx, accountId)) return
  throw conflict('last_admin', 'This is the last admin: make somebody else an admin first.')
}
