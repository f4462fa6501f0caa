import type { NotificationKind } from '#platform/activity/notification-kind.ts'
import { messagesAreOn } from './policy.ts'

export const directMessageKind: NotificationKind = {
  name: 'direct_message',
  label: 'Somebody writes you a direct message',
  icon: 'message-circle',
  staffOnly: false,
  byMail: ['customer'],
  isOn: messagesAreOn,
  sentence: 'wrote to you',
}

export const messageReportKind: NotificationKind = {
  name: 'message_report',
  label: 'Somebody reports direct messages',
  icon: 'shield',
  staffOnly: true,
  byMail: ['staff'],
  isOn: messagesAreOn,
  sentence: 'reported direct messages',
}

/** The decision is not mentioned: it may concern the other person. */
export const reportSettledKind: NotificationKind = {
  name: 'report_settled',
  label: 'Staff have looked at messages that you reported',
  icon: 'shield',
  staffOnly: false,
  customersOnly: true,
  byMail: ['customer'],
  isOn: messagesAreOn,
  sentence: 'has looked at the messages that you reported, and settled the report',
}

export const conversationNotificationKinds = [directMessageKind, messageReportKind, reportSettledKind]
