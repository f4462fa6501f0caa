import type { Context } from '#context'

/** What features do when somebody stops being staff: their tickets go back to the queue. */
export async function staffLeave(ctx: Context, actorId: number | null, accountId: number): Promise<void> {
  for (const act of ctx.features.whenStaffLeave) await act(ctx, actorId, accountId)
}

/** What else features do then, so that the person keeps no access to internal data. */
export async function demote(ctx: Context, actorId: number | null, account_id: number): Promise<void> {
  await staffLeave(ctx, actorId, account_id)
  for (const act of ctx.features.whenDemoted) await act(ctx, { account_id })
}
