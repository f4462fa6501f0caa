import type { NotificationKind } from '#platform/activity/notification-kind.ts'

const forAll = { staffOnly: false, byMail: ['customer'] } as const
const forStaff = { staffOnly: true, byMail: ['staff'] } as const

export const messageKind: NotificationKind = {
  ...forAll,
  name: 'message',
  label: 'Somebody writes in a ticket you take part in',
  icon: 'message-circle',
  sentence: 'wrote',
}

export const statusKind: NotificationKind = {
  ...forAll,
  name: 'status',
  label: 'A ticket of yours is closed or opened again',
  icon: 'circle-check',
  sentence: 'changed the state of the ticket',
}

export const assignedKind: NotificationKind = {
  ...forStaff,
  name: 'assigned',
  label: 'A colleague hands you a ticket',
  icon: 'user-check',
  sentence: 'handed you the ticket',
}

export const unassignedKind: NotificationKind = {
  ...forStaff,
  byMail: [],
  name: 'unassigned',
  label: 'A colleague takes a ticket away from you',
  icon: 'undo-2',
  sentence: 'took over your ticket',
}

export const mentionKind: NotificationKind = {
  ...forStaff,
  name: 'mention',
  label: 'A colleague mentions you in a note',
  icon: 'users',
  sentence: 'mentioned you in a note',
}

export const escalatedKind: NotificationKind = {
  ...forStaff,
  name: 'escalated',
  label: 'A ticket has waited for too long',
  icon: 'siren',
  sentence: 'marked the ticket as waiting too long',
  byClock: 'The ticket has waited too long',
  urgent: true,
}

export const ticketNotificationKinds = [
  messageKind,
  statusKind,
  assignedKind,
  unassignedKind,
  mentionKind,
  escalatedKind,
]
