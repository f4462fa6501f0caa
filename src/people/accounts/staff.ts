import type { Context } from '#context'

/** What features do when somebody stops being staff: the desk gives their tickets back to the queue. */
export async function staffLeave(ctx: Context, actorId: number | null, accountId: number): Promise<void> {
  for (const act of ctx.features.whenStaffLeave) await act(ctx, actorId, accountId)
}

/** What features do besides when an account is staff's no more, so that its person keeps nothing that only staff see. */
export async function demote(ctx: Context, actorId: number | null, account_id: number): Promise<void> {
  await staffLeave(ctx, actorId, account_id)
  for (const act of ctx.features.whenDemoted) await act(ctx, { account_id })
}
