import type { Panel } from '#context'
import { whenModel } from '#events/events/models.ts'
import { findTicketEvent } from './queries.ts'

/** Shows staff the event that a ticket is about, beside its conversation. */
export const ticketEventPanel: Panel = {
  on: 'ticket',
  async read(ctx, viewer, _personId, ticketId) {
    if (!ctx.settings.current.events || !viewer.is_staff || ticketId === undefined) return null
    const event = await findTicketEvent(ctx, ticketId)
    if (!event) return null
    const { day, start_time } = whenModel(ctx, event)
    const detail = [`${day}, ${start_time}`, event.location].filter(Boolean).join(' · ')
    return { title: 'About the event', rows: [{ href: `/events/${event.id}`, title: event.title, detail }], more: null }
  },
}
