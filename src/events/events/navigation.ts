import type { Context, NavigationLink } from '#context'

export const eventsLink = ({ config }: Context): NavigationLink | null =>
  config.events.on ? { href: '/events', label: 'Events', icon: 'calendar' } : null
