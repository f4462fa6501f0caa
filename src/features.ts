import { personalViews } from '#desk/ticket-lists/personal.ts'
import { ticketNotificationKinds } from '#desk/tickets/notification-kinds.ts'
import { ticketsAsSubjects } from '#desk/tickets/notification-subject.ts'
import { withdrawNotifications } from '#desk/tickets/notification-withdrawal.ts'
import { personalTickets } from '#desk/tickets/personal.ts'
import { releaseAllOf } from '#desk/tickets/releases.ts'
import { personalAccount } from '#people/privacy/account-data.ts'
import { personalEntries } from '#platform/audit/personal.ts'
import { personalNotifications } from '#platform/notifications/personal.ts'
import type { Features } from './context.ts'

/** What each feature adds to what others do; every program has it in its context. */
export const features: Features = {
  whenStaffLeave: [releaseAllOf],
  whenDemoted: [withdrawNotifications],
  notificationKinds: ticketNotificationKinds,
  subjects: [ticketsAsSubjects],
  personal: [personalAccount, personalNotifications, personalViews, personalEntries, personalTickets],
}
