import type { NotificationKind } from '#platform/activity/notification-kind.ts'

export interface Reader {
  id: number
  is_staff: boolean
}

/** What a notification points at. */
export interface Pointer {
  id: number
  kind: NotificationKind
  /** What happened, by its registered name. */
  action: string | null
  created_at: number
  subject_id: number
  message_id: number | null
  part_id: number | null
}

/** What can be said of a notification's subject to its reader. */
export interface Described {
  title: string
  /** What people name it by beside its title, as with tickets; null for none. */
  number: number | null
  /** Where it is. */
  href: string
  /** The same in a mail, which may be opened much later. */
  permalink: string
  /** What was written, as it was typed. */
  body: string | null
  /** Whether it is too late to be said by mail. */
  is_over?: boolean
}

/** What notifications can be about, such as tickets. */
export interface SubjectOf<Context> {
  type: string
  /** Of these, by the notification's id: those whose subject the reader may see now. */
  describe(ctx: Context, reader: Reader, pointers: Pointer[]): Promise<Map<number, Described>>
}
