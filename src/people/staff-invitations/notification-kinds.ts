import type { NotificationKind } from '#platform/activity/notification-kind.ts'

export const colleagueKind: NotificationKind = {
  name: 'colleague',
  label: 'A colleague accepts your invitation',
  icon: 'user-check',
  staffOnly: true,
  adminsOnly: true,
  byMail: [],
  sentence: 'accepted your invitation',
}

export const staffInvitationNotificationKinds = [colleagueKind]
