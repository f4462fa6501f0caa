import type { Context, Panel, ShownPanel } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

/** What features show on a page that does not know them, in the order in which they are registered. */
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
