import { sql } from 'kysely'
import type { Context } from '#context'
import { type Viewer, visibleCondition } from '#events/events/visibility.ts'

export async function insertTicketEvent(ctx: Context, ticket_id: number, event_id: number): Promise<void> {
  await ctx.db.insertInto('ticket_events').values({ ticket_id, event_id }).execute()
}

/** The event that a ticket is about. */
export const findTicketEvent = (ctx: Context, ticketId: number) =>
  ctx.db
    .selectFrom('ticket_events')
    .innerJoin('events', 'events.id', 'ticket_events.event_id')
    .select(['events.id', 'events.title', 'events.location', 'events.starts_at', 'events.ends_at'])
    .where('ticket_events.ticket_id', '=', ticketId)
    .executeTakeFirst()

/** Whether somebody hosts an event that the viewer may see. */
export async function hostsForViewer(ctx: Context, hostId: number, viewer: Viewer): Promise<boolean> {
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('host_id', '=', hostId)
    .where(visibleCondition(viewer))
    .limit(1)
    .executeTakeFirst()
  return event !== undefined
}

/** Whether somebody has or had a place at an event of a host. */
export async function comesToHost(ctx: Context, accountId: number, hostId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from bookings where bookings.account_id = ${accountId}
      and exists (select 1 from events where events.id = bookings.event_id and events.host_id = ${hostId})
    limit 1`.execute(ctx.db)
  return rows.length > 0
}
