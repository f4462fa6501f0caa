import type { NotificationKind } from '#platform/activity/notification-kind.ts'

export const directMessageKind: NotificationKind = {
  name: 'direct_message',
  label: 'Somebody writes you a direct message',
  icon: 'message-circle',
  staffOnly: false,
  byMail: ['customer'],
  setting: 'messages',
  sentence: 'wrote to you',
}

export const messageReportKind: NotificationKind = {
  name: 'message_report',
  label: 'Somebody reports direct messages',
  icon: 'shield',
  staffOnly: true,
  byMail: ['staff'],
  setting: 'messages',
  sentence: 'reported direct messages',
}

export const conversationNotificationKinds = [directMessageKind, messageReportKind]
