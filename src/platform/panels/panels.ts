import type { Context, Panel, ShownPanel } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

/** What other features show on a page, in the order of their registration. */
export async function readPanels(
  ctx: Context,
  on: Panel['on'],
  viewer: Actor,
  personId: number,
  ticketId?: number,
): Promise<ShownPanel[]> {
  const panels = ctx.features.panels.filter((panel) => panel.on === on)
  const shown = await Promise.all(panels.map((panel) => panel.read(ctx, viewer, personId, ticketId)))
  return shown.filter((panel) => panel !== null)
}
