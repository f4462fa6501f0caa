import type { Context, NavigationLink } from '#context'

const sections = ['events', 'bookings', 'passes', 'doors', 'invitations', 'calendar-feed']

export const eventsLink = ({ settings }: Context): NavigationLink | null =>
  settings.current.events ? { href: '/events', label: 'Events', icon: 'calendar', sections } : null
