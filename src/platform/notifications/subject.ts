import type { NotificationKind } from '#platform/activity/notification-kind.ts'

export interface Reader {
  id: number
  is_staff: boolean
}

/** What a notification points at. */
export interface Pointer {
  id: number
  kind: NotificationKind
  /** The registered name of the action. */
  action: string | null
  created_at: number
  subject_id: number
  message_id: number | null
  part_id: number | null
}

/** What the reader of a notification may see of its subject. */
export interface Described {
  title: string
  /** A number by which people know it, such as a ticket's; null for none. */
  number: number | null
  /** The address of the subject's page. */
  href: string
  /** The address for mails, which may be opened much later. */
  permalink: string
  /** The message as typed. */
  body: string | null
  /** Whether a mail about it would be too late. */
  is_over?: boolean
}

/** A type of subject, such as tickets. */
export interface SubjectOf<Context> {
  type: string
  /** For those of these notifications whose subject the reader may see now, by notification id. */
  describe(ctx: Context, reader: Reader, pointers: Pointer[]): Promise<Map<number, Described>>
}
