import type { NavigationLink } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

export interface Flash {
  kind: 'success' | 'error'
  text: string
}

export interface ErrorModel {
  heading: string
  sentence: string
  action: { label: string; href: string }
  request_id: string
}

/** What each page shows, by the name of its view. Each feature adds its own beside its pages. */
export interface Views {
  'errors/error': ErrorModel & { status: number }
}

/** A list in the navigation. */
export interface QueueLink {
  key: string
  label: string
  icon: string
  href: string
  count: string
  current: boolean
  /** Of somebody's own saved view; null for one that is built in. */
  view_id?: number | null
}

/** What the layout shows around a page, and every view can name too. */
export interface LayoutModel {
  site: { name: string; logo: string | null; theme: string | null }
  me: Actor | null
  queues: QueueLink[]
  /** What features add to the main navigation. */
  links: (Omit<NavigationLink, 'sections'> & { current: boolean })[]
  /** How many are unread, in words; empty for none. */
  notifications: string
  /** How many conversations have unread messages, in words; null where people do not write to each other. */
  messages: string | null
  program_version: string | null
  page: {
    title: string
    path: string
    live: string | null
    module: string | null
    camera: boolean
    refresh: number | null
  }
  flash: Flash | null
}
