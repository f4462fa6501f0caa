import type { Context } from '#context'

/** What features do when somebody stops being staff: the desk gives their tickets back to the queue. */
export async function staffLeave(ctx: Context, actorId: number | null, accountId: number): Promise<void> {
  for (const act of ctx.features.whenStaffLeave) await act(ctx, actorId, accountId)
}
