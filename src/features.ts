import type { Features } from '#context'
import { personalViews } from '#desk/ticket-lists/personal.ts'
import * as ticketActivity from '#desk/tickets/activity.ts'
import * as escalationActivity from '#desk/tickets/escalation-activity.ts'
import * as messageActivity from '#desk/tickets/message-activity.ts'
import { ticketNotificationKinds } from '#desk/tickets/notification-kinds.ts'
import { ticketsAsSubjects } from '#desk/tickets/notification-subject.ts'
import { withdrawNotifications } from '#desk/tickets/notification-withdrawal.ts'
import * as participantActivity from '#desk/tickets/participant-activity.ts'
import { personalTickets } from '#desk/tickets/personal.ts'
import * as releaseActivity from '#desk/tickets/release-activity.ts'
import { releaseAllOf } from '#desk/tickets/releases.ts'
import * as bookingActivity from '#events/bookings/activity.ts'
import { effectsOnEvents, eraseFromEvents, leaveEvents } from '#events/bookings/departure.ts'
import { personalBookings } from '#events/bookings/personal.ts'
import * as calendarActivity from '#events/calendar/activity.ts'
import { personalFeed } from '#events/calendar/personal.ts'
import { hostsAndGuests } from '#events/contact/contact.ts'
import { ticketEventPanel } from '#events/contact/panels.ts'
import * as doorActivity from '#events/door/activity.ts'
import { eraseFromDoors, personalDoors } from '#events/door/personal.ts'
import * as eventActivity from '#events/events/activity.ts'
import { endStaffWaits } from '#events/events/demotion.ts'
import { passEventsOn } from '#events/events/hosts.ts'
import { bindInvitations } from '#events/events/invitation-links.ts'
import { concernedByInvitation } from '#events/events/mailed-invitations.ts'
import { eventsLink } from '#events/events/navigation.ts'
import { eventNotificationKinds } from '#events/events/notification-kinds.ts'
import { eventsAsSubjects } from '#events/events/notification-subject.ts'
import { withdrawAllUnseen } from '#events/events/notification-withdrawal.ts'
import { eventPanels } from '#events/events/panels.ts'
import { personalEvents } from '#events/events/personal.ts'
import { eventPictures } from '#events/events/picture.ts'
import * as passActivity from '#events/passes/activity.ts'
import { personalPasses } from '#events/passes/personal.ts'
import * as accountActivity from '#people/accounts/activity.ts'
import { profilePictures } from '#people/accounts/picture.ts'
import * as adminActivity from '#people/admin/activity.ts'
import * as tokenActivity from '#people/api-tokens/activity.ts'
import { personalTokens } from '#people/api-tokens/personal.ts'
import * as conversationActivity from '#people/conversations/activity.ts'
import { deleteUnreadable, effectsOnConversations } from '#people/conversations/erasure.ts'
import { conversationNotificationKinds } from '#people/conversations/notification-kinds.ts'
import { conversationsAsSubjects, reportsAsSubjects } from '#people/conversations/notification-subjects.ts'
import { reportPanel } from '#people/conversations/panels.ts'
import { personalConversations } from '#people/conversations/personal.ts'
import * as linkActivity from '#people/email-links/activity.ts'
import * as passkeyActivity from '#people/passkeys/activity.ts'
import { personalAccount } from '#people/privacy/account-data.ts'
import * as privacyActivity from '#people/privacy/activity.ts'
import * as twoFactorActivity from '#people/second-factor/activity.ts'
import * as sessionActivity from '#people/sessions/activity.ts'
import * as staffInvitationActivity from '#people/staff-invitations/activity.ts'
import { concernedByStaffInvitation, forgetInvited } from '#people/staff-invitations/invitations.ts'
import { staffInvitationNotificationKinds } from '#people/staff-invitations/notification-kinds.ts'
import { colleaguesAsSubjects } from '#people/staff-invitations/notification-subject.ts'
import { collectActions } from '#platform/activity/registry.ts'
import { personalEntries } from '#platform/audit/personal.ts'
import { personalDrafts } from '#platform/drafts/personal.ts'
import * as jobActivity from '#platform/job-admin/activity.ts'
import * as notificationActivity from '#platform/notifications/activity.ts'
import { personalNotifications } from '#platform/notifications/personal.ts'
import * as settingsActivity from '#platform/settings/activity.ts'

export const activities = [
  accountActivity,
  sessionActivity,
  tokenActivity,
  twoFactorActivity,
  passkeyActivity,
  linkActivity,
  privacyActivity,
  conversationActivity,
  adminActivity,
  staffInvitationActivity,
  ticketActivity,
  escalationActivity,
  messageActivity,
  releaseActivity,
  participantActivity,
  notificationActivity,
  jobActivity,
  settingsActivity,
  eventActivity,
  calendarActivity,
  bookingActivity,
  passActivity,
  doorActivity,
]

/** All extensions by features; in the context of every program. */
export const features: Features = {
  whenStaffLeave: [releaseAllOf, passEventsOn],
  whenConfirmed: [bindInvitations],
  whenDemoted: [withdrawNotifications, withdrawAllUnseen, endStaffWaits],
  whenSuspended: [leaveEvents],
  whenErased: [deleteUnreadable, eraseFromEvents, eraseFromDoors, forgetInvited],
  effectsOfLeaving: [effectsOnConversations, effectsOnEvents],
  notificationKinds: [
    ...ticketNotificationKinds,
    ...eventNotificationKinds,
    ...conversationNotificationKinds,
    ...staffInvitationNotificationKinds,
  ],
  pictures: [profilePictures, eventPictures],
  subjects: [ticketsAsSubjects, eventsAsSubjects, conversationsAsSubjects, reportsAsSubjects, colleaguesAsSubjects],
  navigation: [eventsLink],
  panels: [reportPanel, ...eventPanels, ticketEventPanel],
  mayWriteTo: hostsAndGuests,
  personal: [
    personalAccount,
    personalTokens,
    personalNotifications,
    personalViews,
    personalEntries,
    personalDrafts,
    personalTickets,
    personalConversations,
    personalFeed,
    personalEvents,
    personalBookings,
    personalDoors,
    personalPasses,
  ],
  jobsConcern: {
    event_invitation: concernedByInvitation,
    event_invitation_cancelled: concernedByInvitation,
    event_invitation_changed: concernedByInvitation,
    staff_invitation: concernedByStaffInvitation,
  },
  actions: collectActions(activities),
}
