import type { NotificationKind } from '#platform/db/schema.ts'

interface KindText {
  /** What somebody is asked about when choosing what comes by mail. */
  label: string
  icon: string
}

export const kindTexts: Record<NotificationKind, KindText> = {
  message: { label: 'Somebody writes in a ticket you take part in', icon: 'message-circle' },
  status: { label: 'A ticket of yours is closed or opened again', icon: 'circle-check' },
  assigned: { label: 'A colleague hands you a ticket', icon: 'user-check' },
  unassigned: { label: 'A colleague takes over a ticket you had', icon: 'undo-2' },
  mention: { label: 'A colleague mentions you in a note', icon: 'users' },
  escalated: { label: 'A ticket has waited for too long', icon: 'siren' },
}

export const kinds = Object.keys(kindTexts) as NotificationKind[]

/** What a ticket's customer hears of; everything else is the desk's own affair. */
export const customerKinds: NotificationKind[] = ['message', 'status']

const byEmailUnlessChosen: Record<'staff' | 'customer', NotificationKind[]> = {
  staff: ['assigned', 'mention', 'escalated'],
  customer: ['message', 'status'],
}

interface Reader {
  is_staff: boolean
}

export const kindsFor = ({ is_staff }: Reader) => (is_staff ? kinds : customerKinds)

/** Whether a mail is sent to somebody who has not chosen. */
export const isByEmail = ({ is_staff }: Reader, kind: NotificationKind) =>
  byEmailUnlessChosen[is_staff ? 'staff' : 'customer'].includes(kind)
