import type { Config } from '#config'

/** The part of the context that says what is switched on. */
export interface Desk {
  settings: { current: Config['settings'] }
}

/** A kind of notification, registered by the feature that it comes from. */
export interface NotificationKind {
  /** As it is stored. */
  name: string
  /** What somebody is asked about when choosing what comes by mail. */
  label: string
  /** Where the action has none of its own. */
  icon: string
  /** Whether nobody but staff is told. */
  staffOnly: boolean
  /** Of staff, whether nobody but admins is. */
  adminsOnly?: true
  /** Whether no staff are. */
  customersOnly?: true
  /** Who gets a mail without having chosen. */
  byMail: readonly ('staff' | 'customer')[]
  /** As a sentence goes on after who caused it, where the action has none of its own. */
  sentence: string
  /** The sentence where nobody caused it by hand. */
  byClock?: string
  urgent?: boolean
  /** Whether the feature is switched on; if not, nobody is told. */
  isOn?: (desk: Desk) => boolean
  /** What comes by the clock for many subjects at once goes into one mail, which is headed so, after their number. */
  gathered?: string
}
