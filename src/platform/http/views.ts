import type { NavigationLink } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

export interface Flash {
  kind: 'success' | 'error'
  text: string
  /** The ticket of which it speaks as "Ticket #5", and to which it links. */
  ticket_id?: number
}

export interface ErrorModel {
  heading: string
  sentence: string
  action: { label: string; href: string }
  request_id: string
}

/** The model of each page, by the name of its view. Each feature adds its own beside its pages. */
export interface Views {
  'errors/error': ErrorModel & { status: number }
}

/** A ticket list in the navigation. */
export interface QueueLink {
  key: string
  label: string
  icon: string
  href: string
  count: string
  current: boolean
  /** Id of a saved view; null for a built-in list. */
  view_id?: number | null
}

/** The data of the layout, which every view can use too. */
export interface LayoutModel {
  site: { name: string; logo: string | null; theme: string | null }
  me: Actor | null
  queues: QueueLink[]
  /** Links that features add to the main navigation. */
  links: (Omit<NavigationLink, 'sections'> & { current: boolean })[]
  /** Number of unread ones in words; empty for none. */
  notifications: string
  /** Number of conversations with unread messages in words; null if messages are switched off. */
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
