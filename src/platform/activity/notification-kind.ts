import type { Config } from '#config'

/** The part of the context that decides what is switched on. */
export interface Desk {
  settings: { current: Config['settings'] }
}

/** A kind of notification, registered by the feature that sends it. */
export interface NotificationKind {
  /** The name in the database. */
  name: string
  /** Its name in the settings in which people choose what they get by mail. */
  label: string
  /** The icon of notifications whose action has none of its own. */
  icon: string
  /** Whether only staff get it. */
  staffOnly: boolean
  /** Whether, among staff, only admins get it. */
  adminsOnly?: true
  /** Whether staff never get it. */
  customersOnly?: true
  /** Who gets it by mail by default. */
  byMail: readonly ('staff' | 'customer')[]
  /** Continues a sentence that begins with the actor's name; used if the action has no sentence of its own. */
  sentence: string
  /** The whole sentence if it has no actor. */
  byClock?: string
  urgent?: boolean
  /** Whether the feature is switched on; otherwise nobody is notified. */
  isOn?: (desk: Desk) => boolean
  /** Scheduled notifications about many subjects are sent as one mail; this follows their number in its subject. */
  gathered?: string
}
