import type { Context, NavigationLink } from '#context'

export const eventsLink = ({ settings }: Context): NavigationLink | null =>
  settings.current.events ? { href: '/events', label: 'Events', icon: 'calendar' } : null
