import type { Context } from '#context'

export async function closeContext(ctx: Context): Promise<void> {
  await ctx.live.close()
  ctx.mailer.close()
  ctx.settings.close()
  await ctx.heavyReads.close()
  await ctx.readiness.close()
  await ctx.db.destroy()
  ctx.programLock?.release()
}
