import type { NotificationKind } from '#platform/activity/notification-kind.ts'

const forAll = { staffOnly: false, byMail: ['customer'] } as const
const forStaff = { staffOnly: true, byMail: ['staff'] } as const

/** Notifies all staff of something that any of them can deal with. */
const ofQueue = { staffOnly: true, byMail: [] } as const

export const openedKind: NotificationKind = {
  ...ofQueue,
  name: 'opened',
  label: 'A customer opens a ticket',
  icon: 'ticket',
  sentence: 'opened a ticket',
}

export const unclaimedKind: NotificationKind = {
  ...ofQueue,
  name: 'unclaimed',
  label: 'A customer writes in a ticket that nobody has claimed',
  icon: 'inbox',
  sentence: 'wrote in a ticket that nobody has claimed',
}

export const reopenedKind: NotificationKind = {
  ...ofQueue,
  name: 'reopened',
  label: 'A customer reopens a ticket that nobody has claimed',
  icon: 'rotate-ccw',
  sentence: 'reopened the ticket',
}

export const releasedKind: NotificationKind = {
  ...ofQueue,
  name: 'released',
  label: 'A colleague gives a ticket that is waiting for staff back to the queue',
  icon: 'undo-2',
  sentence: 'gave the ticket back to the queue',
}

export const messageKind: NotificationKind = {
  ...forAll,
  name: 'message',
  label: 'Somebody writes in a ticket you take part in',
  icon: 'message-circle',
  sentence: 'wrote',
}

export const addedKind: NotificationKind = {
  ...forAll,
  customersOnly: true,
  name: 'added',
  label: 'You are added to a ticket',
  icon: 'users',
  sentence: 'added you to the ticket',
}

export const statusKind: NotificationKind = {
  ...forAll,
  name: 'status',
  label: 'One of your tickets is closed, or reopened without a message',
  icon: 'circle-check',
  sentence: 'changed the state of the ticket',
}

export const editedKind: NotificationKind = {
  ...forStaff,
  byMail: [],
  name: 'edited',
  label: 'A customer edits the title or first message of a ticket that is yours or nobody’s',
  icon: 'pencil',
  sentence: 'changed the title or the first message',
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
  sentence: 'handed your ticket to a colleague',
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
  label: 'A ticket has waited too long and is escalated',
  icon: 'siren',
  sentence: 'escalated the ticket',
  byClock: 'The ticket has waited too long',
  gathered: 'tickets have waited too long',
  urgent: true,
}

export const ticketNotificationKinds = [
  messageKind,
  addedKind,
  statusKind,
  editedKind,
  assignedKind,
  unassignedKind,
  mentionKind,
  escalatedKind,
  openedKind,
  unclaimedKind,
  reopenedKind,
  releasedKind,
]
