import type { Context, Panel, ShownPanel } from '#context'
import { hour } from '#lib/durations.ts'
import type { ListedEvent } from './list-queries.ts'
import { listEvents } from './list-queries.ts'
import { whenModel } from './models.ts'

// Events on other pages: one's own upcoming ones on the home page, a person's on their profile and beside their ticket.

const most = 5

const rowOf = (ctx: Context, event: ListedEvent, badge?: string) => {
  const { day, start_time } = whenModel(ctx, event)
  return {
    href: `/events/${event.id}`,
    title: event.title,
    detail: [`${day}, ${start_time}`, event.location].filter(Boolean).join(' · '),
    ...(badge && { badge }),
  }
}

const panelOf = (title: string, rows: ShownPanel['rows'], more: ShownPanel['more']): ShownPanel | null =>
  rows.length > 0 ? { title, rows, more } : null

function badgeOf(event: ListedEvent, accountId: number): string | undefined {
  if (event.host_id === accountId) return 'Host'
  const places = Number(event.own_places ?? 0)
  if (places > 0) return places === 1 ? 'Booked' : `${places} places`
  if (Number(event.held_passes ?? 0) > 0) return 'You are going'
  return event.invitation_state === 'open' ? 'Invited' : undefined
}

/** On the day of the event people want to show their pass. */
const isSoon = (ctx: Context, event: ListedEvent) => event.starts_at - 12 * hour <= ctx.clock.now()
const passesOf = ({ id }: ListedEvent) => `/events/${id}/passes`

export const eventPanels: Panel[] = [
  {
    on: 'home',
    async read(ctx, viewer) {
      if (!ctx.settings.current.events) return null
      const events = await listEvents(ctx, viewer, {}, { limit: most })
      const rows = events.map((event) => ({
        ...rowOf(ctx, event, badgeOf(event, viewer.id)),
        ...(isSoon(ctx, event) && Number(event.held_passes) > 0 && { href: passesOf(event), badge: 'Show pass' }),
      }))
      return panelOf('Next events', rows, { href: '/events', label: 'All events' })
    },
  },
  {
    on: 'profile',
    async read(ctx, _viewer, personId) {
      if (!ctx.settings.current.events) return null
      // Only public events, whoever the viewer is.
      const events = await listEvents(ctx, null, { host_id: personId }, { limit: most })
      return panelOf(
        'Events',
        events.map((event) => rowOf(ctx, event)),
        null,
      )
    },
  },
  {
    on: 'ticket',
    async read(ctx, viewer, personId) {
      if (!ctx.settings.current.events || !viewer.is_staff) return null
      const events = await listEvents(ctx, viewer, { attendee_id: personId }, { limit: most })
      return panelOf(
        'Booked events',
        events.map((event) => rowOf(ctx, event)),
        null,
      )
    },
  },
]
